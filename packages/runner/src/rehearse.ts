import { type CandleSeries, createBacktest, createSeries, isBacktestError, type Strategy } from '@tezgah/backtest'
import { backtestOptions } from './backtest-options.ts'
import type { DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { FieldError } from './errors.ts'
import type { JobSpec } from './job.ts'

/** A dataset of a request, under the name by which the request gives it. */
export type NamedDataset = { readonly field: string; readonly dataset: Dataset; readonly extent: DatasetExtent | null }

/** Where candles stand in that have not been read yet: after every change of a market's rules. */
const LATER = Date.UTC(2100, 0, 1)

export type Rehearsal = {
  readonly strategy: Strategy
  readonly spec: Pick<JobSpec, 'params' | 'settings'>
  readonly candles: readonly NamedDataset[]
  readonly detail: readonly NamedDataset[]
  /** What the request calls a setting. */
  readonly nameOf: (path: string) => string
}

/**
 * The engine knows best what it accepts, so it is asked, on one or two candles of each dataset's symbol and interval.
 *
 * @returns what it refuses first, or `null`
 */
export function rehearse({ strategy, spec, candles, detail, nameOf }: Rehearsal): FieldError | null {
  try {
    createBacktest(backtestOptions(strategy, spec, candles.map(standIn), detail.map(standIn)))
    return null
  } catch (error) {
    if (!isBacktestError(error)) throw error
    const { field, message } = error
    if (field === null) return { field: 'params', message }
    const shown = message.startsWith(field) ? message.slice(field.length).replace(/^:? /, '') : message
    return { field: fieldOf(field, candles, nameOf), message: shown }
  }
}

function standIn({ dataset: { symbol, interval }, extent }: NamedDataset): CandleSeries {
  const time = extent === null || extent.from === extent.to ? [extent?.from ?? LATER] : [extent.from, extent.to]
  const price = time.map(() => 1)
  return createSeries({ symbol, interval, time, open: price, high: price, low: price, close: price, volume: price })
}

/** The engine's name of an input as the request's. */
function fieldOf(field: string, candles: readonly NamedDataset[], nameOf: (path: string) => string): string {
  if (field.startsWith('params')) return field
  if (field === 'execution.detail' || field.startsWith('execution.detail[')) return 'detail'
  const index = /^candles(?:\[(\d+)\])?/.exec(field)
  return index === null ? nameOf(field) : (candles[Number(index[1] ?? 0)]?.field ?? 'datasets')
}
