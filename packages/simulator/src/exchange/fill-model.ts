import { amountOf, formatAmount } from './amounts.ts'
import { advertisedRates } from './fees.ts'
import type { Side } from './order.ts'

/** One order, or the rest of one, that meets the market outside this exchange. Prices and amounts are plain decimals. */
export type FillQuery = {
  readonly symbol: string
  readonly side: Side
  /** A maker order rested in the book and the market reached it; a taker order trades with the market when it arrives. */
  readonly liquidity: 'maker' | 'taker'
  /** `null` for a market order. */
  readonly limitPrice: string | null
  /** Of an order that a stop has brought to the market; `null` for any other. */
  readonly stopPrice: string | null
  /** Base amount not yet filled; for a taker what the level at `bookPrice` has of it. */
  readonly quantity: string
  /** Last price of the market; for a maker the price that it has just moved to. */
  readonly lastPrice: string
  /** Best price of the other side of the book. Equals `lastPrice` for a maker. */
  readonly bookPrice: string
  /** Where the market outside last traded: unlike `lastPrice` it does not move with the trades of accounts. */
  readonly marketPrice: string
  /** How the market came there: over every price between, as inside a candle, or at once, as at a candle's open. */
  readonly arrival: 'walk' | 'jump'
}

export type StopQuery = { readonly symbol: string; readonly side: Side; readonly stopPrice: string }

/**
 * How an order trades with the market that drives the simulator. A backtest engine's own rules fit behind it, so that a
 * strategy trades here as it did there. Orders of two accounts of the simulator always meet by price and time.
 */
export interface FillModel {
  /** Does this order trade here, and at which price? `null` where it does not. Never worse than its limit. */
  tradePrice(question: FillQuery): string | null
  /**
   * Does this stop trigger now?
   *
   * @param lastPrice - of any trade
   * @param marketPrice - of the last trade outside, see {@link FillQuery}
   */
  triggers(stop: StopQuery, lastPrice: string, marketPrice: string): boolean
  /** Advertised fee rate as a fraction, tax included. `level` is 1 to 8. */
  feeRate(liquidity: 'maker' | 'taker', quote: string, level: number): string
}

/**
 * The exchange's own rules: a resting order trades at its limit as soon as the market touches it, a taker at the level
 * that it meets, a stop triggers when the price reaches it, and fees are those of the published levels.
 */
export const priceTimeFillModel: FillModel = {
  tradePrice(question: FillQuery): string | null {
    const { limitPrice, bookPrice, liquidity } = question
    if (limitPrice === null) return bookPrice
    if (!reaches(question.side, limitPrice, bookPrice)) return null
    return liquidity === 'maker' ? limitPrice : bookPrice
  },
  triggers({ side, stopPrice }: StopQuery, lastPrice: string): boolean {
    return side === 'buy' ? amountOf(lastPrice) >= amountOf(stopPrice) : amountOf(lastPrice) <= amountOf(stopPrice)
  },
  feeRate: (liquidity, quote, level) => formatAmount(advertisedRates(quote, level)[liquidity]),
}

function reaches(side: 'buy' | 'sell', limitPrice: string, price: string): boolean {
  return side === 'buy' ? amountOf(price) <= amountOf(limitPrice) : amountOf(price) >= amountOf(limitPrice)
}
