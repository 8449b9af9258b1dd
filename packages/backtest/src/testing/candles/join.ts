import type { CandleSeries } from '../../candles/series.ts'
import { type CandleRow, type Placement, seriesFrom } from './options.ts'

/**
 * The candles of several series, one after another without a pause: `join(flat(100, 5), gap(110), trend(110, 130, 10))`.
 *
 * Symbol, interval and start are those of the first series, unless the last argument says otherwise:
 * `join(flat(100, 5), gap(110), { symbol: 'BTCTRY', interval: '1h' })`. Times of the other series do not matter.
 *
 * @throws TypeError if no series is given
 */
export function join(...parts: readonly (CandleSeries | Placement)[]): CandleSeries {
  const last = parts.at(-1)
  const placement = last === undefined || isSeries(last) ? {} : last
  const series = (last === placement ? parts.slice(0, -1) : parts).map(checkSeries)
  const first = series[0]
  if (first === undefined) throw new TypeError('join needs at least one series of candles')
  const { symbol, interval, time } = first
  return seriesFrom(series.flatMap(rowsOf), { symbol, interval, start: time[0]!, ...placement })
}

function isSeries(part: CandleSeries | Placement): part is CandleSeries {
  return 'close' in part
}

function checkSeries(part: CandleSeries | Placement, index: number): CandleSeries {
  if (isSeries(part)) return part
  throw new TypeError(`join: argument ${index + 1} is no series of candles; options go last`)
}

function rowsOf({ length, open, high, low, close, volume }: CandleSeries): CandleRow[] {
  return Array.from({ length }, (_, row) => [open[row]!, high[row]!, low[row]!, close[row]!, volume[row]!])
}
