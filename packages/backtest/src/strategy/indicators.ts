import { atr, bollinger, ema, highest, lowest, rsi, sma } from '@tezgah/indicators'
import { fromCallSite } from './call-site.ts'
import type { CandleViews } from './view.ts'
import { columnOf, cursorOf, View } from './view.ts'

/** Three bands that belong together. */
export type BollingerViews = { readonly upper: View; readonly middle: View; readonly lower: View }

/**
 * Indicators of one run, computed a whole column at a time and seen one candle at a time. Each ends where the views that it
 * is made of end: one made of hourly views shows closed hours only.
 */
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
  /** Wilder's average true range, in quote currency; of the first symbol's candles unless others are given. */
  atr(period: number, candles?: CandleViews): View
  /** Moving average, and `deviations` population standard deviations (default 2) above and below it. */
  bollinger(values: View, period: number, deviations?: number): BollingerViews
}

/**
 * @param first - candles of the first symbol
 * @param borrow - gives a column as long as that of a view and seen up to where it is, with anything in it; it is the run's
 *   until the run ends
 */
export function createIndicators(first: CandleViews, borrow: (values: View) => Float64Array): Indicators {
  type Compute = (values: Float64Array, period: number, into: Float64Array) => Float64Array
  const columnWise = (compute: Compute) => {
    const indicator = (values: View, period: number): View =>
      fromCallSite(indicator, () => new View(compute(columnOf(values), period, borrow(values)), cursorOf(values)))
    return indicator
  }
  const indicators: Indicators = {
    sma: columnWise(sma),
    ema: columnWise(ema),
    rsi: columnWise(rsi),
    highest: columnWise(highest),
    lowest: columnWise(lowest),
    atr(period, { high, low, close } = first) {
      return fromCallSite(indicators.atr, () => {
        const column = columnOf(high)
        return new View(atr(column, columnOf(low), columnOf(close), period, borrow(high)), cursorOf(high))
      })
    },
    bollinger(values, period, deviations = 2) {
      return fromCallSite(indicators.bollinger, () => {
        const cursor = cursorOf(values)
        const columns = { upper: borrow(values), middle: borrow(values), lower: borrow(values) }
        const bands = bollinger(columnOf(values), period, deviations, columns)
        const view = (band: Float64Array): View => new View(band, cursor)
        return { upper: view(bands.upper), middle: view(bands.middle), lower: view(bands.lower) }
      })
    },
  }
  return indicators
}
