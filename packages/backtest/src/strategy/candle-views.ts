import type { CandleSeries } from '../candles/series.ts'
import { type Cursor, View } from './view.ts'

/** The candles as a strategy sees them: views that end at the candle which has just closed. */
export type CandleViews = {
  readonly symbol: string
  /** For example `1m` or `1d`. */
  readonly interval: string
  /** Open times, epoch milliseconds, UTC. */
  readonly time: View
  readonly open: View
  readonly high: View
  readonly low: View
  readonly close: View
  /** Base units traded. */
  readonly volume: View
}

export function createCandleViews(candles: CandleSeries, cursor: Cursor): CandleViews {
  const view = (column: Float64Array): View => new View(column, cursor)
  return {
    symbol: candles.symbol,
    interval: candles.interval,
    time: view(candles.time),
    open: view(candles.open),
    high: view(candles.high),
    low: view(candles.low),
    close: view(candles.close),
    volume: view(candles.volume),
  }
}
