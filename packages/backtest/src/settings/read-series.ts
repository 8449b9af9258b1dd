import type { CandleSeries } from '../candles/series.ts'
import { invalidOption } from '../options/option-error.ts'

const SERIES = 'a series made with createSeries or parseCandlesCsv'

/** One series, as programs without types may hand it over. That its columns are sound is for `createSeries` to check. */
export function readSeries(field: string, input: unknown, allowed: string = SERIES): CandleSeries {
  const series = input as Partial<CandleSeries> | null | undefined
  const columns = [series?.time, series?.open, series?.high, series?.low, series?.close, series?.volume]
  const isSeries = columns.every((column) => column instanceof Float64Array && column.length === series?.length)
  if (!isSeries || series?.length === 0) throw invalidOption(field, allowed, input)
  return input as CandleSeries
}

/** One series, or a list of at least one, each of another symbol; their intervals and times may differ. */
export function readSeriesList(field: string, input: unknown): readonly CandleSeries[] {
  if (!Array.isArray(input)) return [readSeries(field, input)]
  if (input.length === 0) throw invalidOption(field, `${SERIES}, or a list of at least one`, input)
  const list = input.map((each: unknown) => readSeries(field, each, `${SERIES}, or a list of them`))
  list.forEach(({ symbol }, index) => {
    const isRepeated = list.findIndex((other) => other.symbol === symbol) < index
    if (isRepeated) throw invalidOption(`${field}[${index}].symbol`, 'the only one of its name', symbol)
  })
  return list
}

/** Finer series of symbols of the run. */
export function readDetail(input: unknown, candles: readonly CandleSeries[]): readonly CandleSeries[] {
  if (input === undefined) return []
  const list = readSeriesList('execution.detail', input)
  for (const { symbol, interval, intervalMs } of list) {
    const whole = candles.find((series) => series.symbol === symbol)
    if (whole === undefined) throw invalidOption('execution.detail', 'of a symbol in candles', symbol)
    if (intervalMs < whole.intervalMs && whole.intervalMs % intervalMs === 0) continue
    throw invalidOption('execution.detail', `of a shorter interval that divides ${whole.interval}`, interval)
  }
  return list
}
