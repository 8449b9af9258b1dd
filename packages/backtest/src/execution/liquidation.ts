import { decimalFromNumber } from '@tezgah/core/decimal'
import type { FillExecutor } from './fill-executor.ts'
import { takerFill } from './fills.ts'
import type { Market } from './market.ts'
import { closeOrder, type OrderManager } from './order-manager.ts'

/** Closes the position of a margin account once its equity falls below the maintenance margin. */
export class Liquidation {
  readonly #orders: OrderManager
  readonly #fillExecutor: FillExecutor

  constructor(orders: OrderManager, fillExecutor: FillExecutor) {
    this.#orders = orders
    this.#fillExecutor = fillExecutor
  }

  /**
   * The price at which the account first falls below its maintenance margin while this symbol's goes from `from` to `to`,
   * `null` if it does not.
   *
   * Equity and margin are lines in the price, so what is above at both ends is above between them; and it is the exact
   * check at the ends that decides, since a price as a double may be off by its last bit.
   */
  between({ symbol }: Market, from: number, to: number): number | null {
    const { account } = this.#orders
    if (!this.#isHeld(symbol)) return null
    if (account.isBelowMaintenance(symbol, decimalFromNumber(from))) return from
    if (!account.isBelowMaintenance(symbol, decimalFromNumber(to))) return null
    const price = account.liquidationPrice(symbol) ?? from
    return Math.min(Math.max(price, Math.min(from, to)), Math.max(from, to))
  }

  /** Liquidates at the open where the account is below its maintenance margin there. */
  atOpen(market: Market): void {
    const { symbol, candle } = market
    if (!this.#isHeld(symbol)) return
    const isBelow = this.#orders.account.isBelowMaintenance(symbol, decimalFromNumber(candle.open))
    if (isBelow) this.liquidate(market, candle.open)
  }

  /** Cancels the symbol's orders and closes its positions at `price`. */
  liquidate(market: Market, price: number): void {
    const orders = this.#orders
    const exact = decimalFromNumber(price)
    for (const order of orders.working(market.symbol)) orders.cancel(order, 'liquidated')
    market.volumeLeft = null
    for (const holding of orders.account.holdings) {
      if (holding.symbol !== market.symbol || holding.quantityMark === 0) continue
      const order = orders.begin({ ...closeOrder(holding, 'liquidation').terms, isReduceOnly: true })
      this.#fillExecutor.fill(order, market, takerFill(exact, 'liquidation'), true, market.index + 1)
    }
  }

  #isHeld(symbol: number): boolean {
    return this.#orders.account.holdings.some((holding) => holding.symbol === symbol && holding.quantityMark !== 0)
  }
}

/** Closes what is open after the last candle, at its symbol's last close or, as some systems do, at its last open. */
export function closeAtEnd(orders: OrderManager, fillExecutor: FillExecutor, at: 'open' | 'close'): void {
  for (const holding of orders.account.holdings) {
    if (holding.quantityMark === 0) continue
    const market = orders.markets[holding.symbol]!
    for (const order of orders.working(holding.symbol)) orders.cancel(order, 'replaced_by_close')
    const order = orders.begin(closeOrder(holding, 'end_of_run').terms)
    const price = market.candles[at][market.cursor.index]!
    market.setCandle(market.cursor.index)
    market.volumeLeft = null
    fillExecutor.fill(order, market, takerFill(decimalFromNumber(price), 'end_of_run'), false, market.index + 1)
  }
}
