import { Decimal, ZERO } from '../money/decimal.ts'
import { decimalFromNumber } from '../money/parse-decimal.ts'
import type { OrderTerms } from '../orders/terms.ts'
import type { OrderDesk } from './order-desk.ts'
import { takerQuote } from './quote.ts'
import type { Settlement } from './settlement.ts'
import type { SymbolMarket } from './symbol-market.ts'

const WHOLE_POSITION = { kind: 'percentOfPosition', value: new Decimal(100n, 0), reference: ZERO } as const

/** Closes the position of a margin account once its equity falls below the maintenance margin. */
export class Liquidation {
  readonly #desk: OrderDesk
  readonly #settlement: Settlement

  constructor(desk: OrderDesk, settlement: Settlement) {
    this.#desk = desk
    this.#settlement = settlement
  }

  /** The price between `from` and `to` at which the account falls below its maintenance margin, `null` if it does not. */
  between({ symbol }: SymbolMarket, from: number, to: number): number | null {
    const price = this.#desk.account.liquidationPrice(symbol)
    if (price === null) return null
    return price >= Math.min(from, to) && price <= Math.max(from, to) ? price : null
  }

  /** Cancels the symbol's orders and closes its positions at `price` where the account is below its maintenance margin there. */
  atPrice(market: SymbolMarket, price: number): void {
    const desk = this.#desk
    const { account } = desk
    const exact = decimalFromNumber(price)
    if (!account.isBelowMaintenance(market.symbol, exact)) return
    for (const order of desk.working(market.symbol)) desk.cancel(order, 'liquidated')
    market.volumeLeft = null
    for (const leg of account.legs) {
      if (leg.symbol !== market.symbol || leg.quantityMark === 0) continue
      const order = desk.begin(closingTerms(leg.symbol, leg.quantityMark, leg.side))
      this.#settlement.trade(order, market, takerQuote(exact, 'liquidation'), true, market.index + 1)
    }
  }
}

function closingTerms(symbol: number, quantity: number, positionSide: OrderTerms['positionSide']): OrderTerms {
  return {
    symbol,
    side: quantity > 0 ? 'sell' : 'buy',
    size: WHOLE_POSITION,
    limit: null,
    stop: null,
    touch: null,
    trail: null,
    distance: null,
    timeInForce: 'GTC',
    expiresAt: Number.POSITIVE_INFINITY,
    isPostOnly: false,
    isReduceOnly: true,
    positionSide,
    tag: 'liquidation',
  }
}
