import { type Amount, multiplyDown } from './amounts.ts'
import type { Side } from './order.ts'

/** Where money goes that no account holds: the outside market, which may owe, and the fees and taxes collected. */
export class ExternalTrades {
  readonly #traded = new Map<string, Amount>()
  readonly #collected = new Map<string, Amount>()

  /** The outside market buys or sells. */
  trade(base: string, quote: string, side: Side, price: Amount, quantity: Amount): void {
    const value = multiplyDown(price, quantity)
    add(this.#traded, base, side === 'buy' ? quantity : -quantity)
    add(this.#traded, quote, side === 'buy' ? -value : value)
  }

  collect(currency: string, amount: Amount): void {
    add(this.#collected, currency, amount)
  }

  traded(currency: string): Amount {
    return this.#traded.get(currency) ?? 0n
  }

  collected(currency: string): Amount {
    return this.#collected.get(currency) ?? 0n
  }
}

function add(amounts: Map<string, Amount>, currency: string, amount: Amount): void {
  amounts.set(currency, (amounts.get(currency) ?? 0n) + amount)
}
