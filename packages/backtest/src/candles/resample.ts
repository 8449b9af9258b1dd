import { BacktestError } from '../errors.ts'
import { formatInterval, parseInterval } from './interval.ts'
import { type CandleSeries, uncheckedSeries } from './series.ts'
import type { CandleColumns } from './validate.ts'

const WEEK_MS = 604_800_000
/** The epoch was a Thursday; the Monday after it is four days later. */
const FIRST_MONDAY_MS = 345_600_000

/** Candles of a longer interval, and how much of them is known at each base candle. */
export type Resampled = {
  /** Complete candles only; may have none. */
  readonly series: CandleSeries
  /** For each base candle, how many of them are closed when that base candle closes. */
  readonly closed: Int32Array
}

/**
 * The same market in candles of a longer interval, such as `1h` of a series of `1m`.
 *
 * Candles start at multiples of the interval from the Unix epoch, UTC; those of whole weeks on Mondays. One exists where a
 * base candle opens within it, so gaps stay gaps, and takes the first open, highest high, lowest low, last close and the sum
 * of the volumes. The last one is left out unless the base candles reach its end.
 *
 * @param interval - a multiple of the series' own
 * @throws BacktestError `invalid_options` when it is not, or when not one candle is complete; `invalid_candles` for text that
 *   is no interval.
 */
export function resampleSeries(series: CandleSeries, interval: string): CandleSeries {
  const resampled = resample(series, interval).series
  if (resampled.length > 0) return resampled
  const message = `interval ${interval} is too long: the ${series.length} candles of ${series.interval} complete none`
  throw new BacktestError('invalid_options', message, { field: 'interval' })
}

/** {@link resampleSeries} for views that follow the base candles; it may come out empty. */
export function resample(base: CandleSeries, interval: string): Resampled {
  const intervalMs = parseInterval(interval)
  if (intervalMs % base.intervalMs !== 0) {
    const message = `interval must be a multiple of the candles' own ${base.interval}, received ${interval}`
    throw new BacktestError('invalid_options', message, { field: 'interval' })
  }
  const rows = countRows(base.time, intervalMs)
  const columns = columnsOf(rows)
  const closed = fill(base, intervalMs, columns)
  const complete = closed[closed.length - 1]!
  const name = formatInterval(intervalMs) ?? interval
  return { series: uncheckedSeries(base.symbol, name, intervalMs, head(columns, complete)), closed }
}

function startOf(time: number, intervalMs: number): number {
  const origin = intervalMs % WEEK_MS === 0 ? FIRST_MONDAY_MS : 0
  const into = (time - origin) % intervalMs
  return time - (into < 0 ? into + intervalMs : into)
}

function countRows(time: Float64Array, intervalMs: number): number {
  let rows = 0
  let end = Number.NEGATIVE_INFINITY
  for (let index = 0; index < time.length; index++) {
    if (time[index]! < end) continue
    end = startOf(time[index]!, intervalMs) + intervalMs
    rows++
  }
  return rows
}

function fill(base: CandleSeries, intervalMs: number, into: CandleColumns): Int32Array {
  const { time, open, high, low, close, volume, length } = base
  const closed = new Int32Array(length)
  let row = -1
  let end = Number.NEGATIVE_INFINITY
  for (let index = 0; index < length; index++) {
    if (time[index]! >= end) {
      const start = startOf(time[index]!, intervalMs)
      end = start + intervalMs
      row++
      into.time[row] = start
      into.open[row] = open[index]!
      into.high[row] = high[index]!
      into.low[row] = low[index]!
      into.volume[row] = volume[index]!
    } else {
      if (high[index]! > into.high[row]!) into.high[row] = high[index]!
      if (low[index]! < into.low[row]!) into.low[row] = low[index]!
      into.volume[row]! += volume[index]!
    }
    into.close[row] = close[index]!
    // Where candles overlap, one more of the same bucket may follow on one that reaches its end.
    const isLastInside = index + 1 === length || time[index + 1]! >= end
    closed[index] = isLastInside && time[index]! + base.intervalMs >= end ? row + 1 : row
  }
  return closed
}

function columnsOf(length: number): CandleColumns {
  const column = (): Float64Array => new Float64Array(length)
  return { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() }
}

function head({ time, open, high, low, close, volume }: CandleColumns, length: number): CandleColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(0, length)
  return { time: cut(time), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) }
}
