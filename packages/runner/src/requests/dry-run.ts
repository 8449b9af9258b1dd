import { type CandleSeries, createBacktest, createSeries, isBacktestError, type Strategy } from '@tezgah/backtest'
import { BoundedSet } from '@tezgah/core/bounded-map'
import type { DatasetExtent } from '../datasets/candle-cache.ts'
import type { Dataset } from '../datasets/dataset-folder.ts'
import type { FieldError } from '../errors.ts'
import { canonicalText } from '../jobs/canonical-text.ts'
import type { JobSpec } from '../jobs/job.ts'
import { backtestOptions } from '../run/run-backtest.ts'

/** A dataset of a request, with the name of the request's field. */
export type NamedDataset = { readonly field: string; readonly dataset: Dataset; readonly extent: DatasetExtent | null }

export type DryRun = {
  readonly strategy: Strategy
  readonly spec: Pick<JobSpec, 'params' | 'settings'>
  readonly candles: readonly NamedDataset[]
  readonly detail: readonly NamedDataset[]
  /** The request's name of a setting. */
  readonly nameOf: (path: string) => string
}

/** Time of placeholder candles where the dataset has not been read yet: after every change of a market's rules. */
const LATER = Date.UTC(2100, 0, 1)

/**
 * Lets the engine validate the inputs of a job, on one or two candles of each dataset's symbol and interval.
 *
 * @returns what it refuses first, or `null`
 */
function dryRun({ strategy, spec, candles, detail, nameOf }: DryRun): FieldError | null {
  try {
    createBacktest(backtestOptions(strategy, spec, candles.map(placeholderSeries), detail.map(placeholderSeries)))
    return null
  } catch (error) {
    if (!isBacktestError(error)) throw error
    const { field, message } = error
    if (field === null) return { field: 'params', message }
    const shown = message.startsWith(field) ? message.slice(field.length).replace(/^:? /, '') : message
    return { field: fieldOf(field, candles, nameOf), message: shown }
  }
}

function placeholderSeries({ dataset: { symbol, interval }, extent }: NamedDataset): CandleSeries {
  const time = extent === null || extent.from === extent.to ? [extent?.from ?? LATER] : [extent.from, extent.to]
  const price = time.map(() => 1)
  return createSeries({ symbol, interval, time, open: price, high: price, low: price, close: price, volume: price })
}

/** The request's name of an input of the engine. */
function fieldOf(field: string, candles: readonly NamedDataset[], nameOf: (path: string) => string): string {
  if (field.startsWith('params')) return field
  if (field === 'execution.detail' || field.startsWith('execution.detail[')) return 'detail'
  const index = /^candles(?:\[(\d+)\])?/.exec(field)
  return index === null ? nameOf(field) : (candles[Number(index[1] ?? 0)]?.field ?? 'datasets')
}

/** Accepted inputs of one strategy that are remembered. */
const MAX_ACCEPTED = 1_000

/**
 * Remembers which inputs the engine has accepted, so that a repeated request, also with another seed, needs no other dry run: it is
 * most of the time that checking a request takes. Refused inputs are validated each time.
 */
export class ValidationCache {
  readonly #accepted = new WeakMap<Strategy, BoundedSet<string>>()

  /** @returns what the engine refuses first, or `null` */
  validate(run: DryRun): FieldError | null {
    const accepted = this.#acceptedOf(run.strategy)
    const key = keyOf(run)
    if (accepted.has(key)) return null
    const refusal = dryRun(run)
    if (refusal === null) accepted.add(key)
    return refusal
  }

  #acceptedOf(strategy: Strategy): BoundedSet<string> {
    const known = this.#accepted.get(strategy)
    if (known !== undefined) return known
    const none = new BoundedSet<string>(MAX_ACCEPTED)
    this.#accepted.set(strategy, none)
    return none
  }
}

/** All inputs of the dry run but the seed: the engine accepts any. */
function keyOf({ spec: { params, settings }, candles, detail }: DryRun): string {
  return canonicalText([params, { ...settings, seed: 0 }, candles.map(inputOf), detail.map(inputOf)])
}

function inputOf({ dataset: { symbol, interval }, extent }: NamedDataset): unknown {
  return [symbol, interval, extent?.from ?? null, extent?.to ?? null]
}
