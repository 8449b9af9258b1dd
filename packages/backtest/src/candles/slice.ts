import { describeTime } from '@tezgah/core/describe'
import { BacktestError } from '../errors.ts'
import { type CandleSeries, uncheckedSeries } from './series.ts'

/** A span of time, half open: `from` belongs to it, `to` does not. Milliseconds since the epoch; open where absent. */
export interface TimeSpan {
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/**
 * The candles whose open time lies in `[from, to)`, as views on the same memory.
 *
 * @throws BacktestError `invalid_options` when a bound is not a number, or when no candle lies in the span.
 */
export function sliceSeries(series: CandleSeries, span: TimeSpan): CandleSeries {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = span
  checkBound('from', from)
  checkBound('to', to)
  const start = firstAtOrAfter(series.time, from)
  const end = firstAtOrAfter(series.time, to)
  if (start >= end) throw nothingLeft(series, from, to)
  if (start === 0 && end === series.length) return series
  const { symbol, interval, intervalMs } = series
  return uncheckedSeries(symbol, interval, intervalMs, {
    time: series.time.subarray(start, end),
    open: series.open.subarray(start, end),
    high: series.high.subarray(start, end),
    low: series.low.subarray(start, end),
    close: series.close.subarray(start, end),
    volume: series.volume.subarray(start, end),
  })
}

function checkBound(field: string, bound: unknown): void {
  if (typeof bound === 'number' && !Number.isNaN(bound)) return
  const message = `${field} must be a number of milliseconds since the epoch, received ${String(bound)}`
  throw new BacktestError('invalid_options', message, { field })
}

function firstAtOrAfter(time: Float64Array, bound: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}

function nothingLeft(series: CandleSeries, from: number, to: number): BacktestError {
  const first = series.time[0]!
  const last = series.time[series.length - 1]!
  const bounds = [
    ...(from === Number.NEGATIVE_INFINITY ? [] : [`from ${describeTime(from)} on`]),
    ...(to === Number.POSITIVE_INFINITY ? [] : [`before ${describeTime(to)}`]),
  ]
  const available = `${series.symbol} has candles from ${describeTime(first)} to ${describeTime(last)}`
  const message = `no candle lies ${bounds.join(' and ')}; ${available}`
  return new BacktestError('invalid_options', message, { field: from > last ? 'from' : 'to' })
}
