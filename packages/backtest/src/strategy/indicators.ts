import type { CandleSeries } from '../candles/series.ts'
import { atr, bollinger, ema, highest, lowest, rsi, sma } from '../indicators/index.ts'
import { type Cursor, columnOf, View } from './view.ts'

/** Three bands that belong together. */
export type BollingerViews = { readonly upper: View; readonly middle: View; readonly lower: View }

/** Indicators of one run, computed a whole column at a time and seen one candle at a time. */
export interface Indicators {
  /** Simple moving average of the last `period` values; known from the `period`-th value on. */
  sma(values: View, period: number): View
  /** Exponential moving average, seeded by the simple average of the first `period` values. */
  ema(values: View, period: number): View
  /** Wilder's relative strength index, 0 to 100. */
  rsi(values: View, period: number): View
  /** Highest of the last `period` values, the present one included. */
  highest(values: View, period: number): View
  /** Lowest of the last `period` values, the present one included. */
  lowest(values: View, period: number): View
  /** Wilder's average true range of the candles, in quote currency. */
  atr(period: number): View
  /** Moving average, and `deviations` population standard deviations (default 2) above and below it. */
  bollinger(values: View, period: number, deviations?: number): BollingerViews
}

/** @param borrow - gives a column as long as the candles, with anything in it; it is the run's until the run ends */
export function createIndicators(candles: CandleSeries, cursor: Cursor, borrow: () => Float64Array): Indicators {
  const view = (column: Float64Array): View => new View(column, cursor)
  return {
    sma: (values, period) => view(sma(columnOf(values), period, borrow())),
    ema: (values, period) => view(ema(columnOf(values), period, borrow())),
    rsi: (values, period) => view(rsi(columnOf(values), period, borrow())),
    highest: (values, period) => view(highest(columnOf(values), period, borrow())),
    lowest: (values, period) => view(lowest(columnOf(values), period, borrow())),
    atr: (period) => view(atr(candles.high, candles.low, candles.close, period, borrow())),
    bollinger(values, period, deviations = 2) {
      const columns = { upper: borrow(), middle: borrow(), lower: borrow() }
      const bands = bollinger(columnOf(values), period, deviations, columns)
      return { upper: view(bands.upper), middle: view(bands.middle), lower: view(bands.lower) }
    },
  }
}
