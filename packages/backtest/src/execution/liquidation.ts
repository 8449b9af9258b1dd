import { decimalFromNumber } from '../money/parse-decimal.ts'
import { closingPlan } from '../orders/closing-plan.ts'
import type { OrderDesk } from './order-desk.ts'
import { takerQuote } from './quote.ts'
import type { Settlement } from './settlement.ts'
import type { SymbolMarket } from './symbol-market.ts'

/** Closes the position of a margin account once its equity falls below the maintenance margin. */
export class Liquidation {
  readonly #desk: OrderDesk
  readonly #settlement: Settlement

  constructor(desk: OrderDesk, settlement: Settlement) {
    this.#desk = desk
    this.#settlement = settlement
  }

  /**
   * The price at which the account first falls below its maintenance margin while this symbol's goes from `from` to `to`,
   * `null` if it does not.
   *
   * Equity and margin are lines in the price, so what is above at both ends is above between them; and it is the exact
   * check at the ends that decides, since a price as a double may be off by its last bit.
   */
  between({ symbol }: SymbolMarket, from: number, to: number): number | null {
    const { account } = this.#desk
    if (!this.#isHeld(symbol)) return null
    if (account.isBelowMaintenance(symbol, decimalFromNumber(from))) return from
    if (!account.isBelowMaintenance(symbol, decimalFromNumber(to))) return null
    const price = account.liquidationPrice(symbol) ?? from
    return Math.min(Math.max(price, Math.min(from, to)), Math.max(from, to))
  }

  /** Liquidates at the open where the account is below its maintenance margin there. */
  atOpen(market: SymbolMarket): void {
    const { symbol, bar } = market
    if (!this.#isHeld(symbol)) return
    const isBelow = this.#desk.account.isBelowMaintenance(symbol, decimalFromNumber(bar.open))
    if (isBelow) this.liquidate(market, bar.open)
  }

  /** Cancels the symbol's orders and closes its positions at `price`. */
  liquidate(market: SymbolMarket, price: number): void {
    const desk = this.#desk
    const exact = decimalFromNumber(price)
    for (const order of desk.working(market.symbol)) desk.cancel(order, 'liquidated')
    market.volumeLeft = null
    for (const leg of desk.account.legs) {
      if (leg.symbol !== market.symbol || leg.quantityMark === 0) continue
      const order = desk.begin({ ...closingPlan(leg, 'liquidation').terms, isReduceOnly: true })
      this.#settlement.trade(order, market, takerQuote(exact, 'liquidation'), true, market.index + 1)
    }
  }

  #isHeld(symbol: number): boolean {
    return this.#desk.account.legs.some((leg) => leg.symbol === symbol && leg.quantityMark !== 0)
  }
}
