import { type CandleSeries, createBacktest, createSeries, isBacktestError, type Strategy } from '@tezgah/backtest'
import { canonicalJson } from '../canonical.ts'
import type { DatasetExtent } from '../datasets/candle-cache.ts'
import type { Dataset } from '../datasets/dataset-folder.ts'
import type { FieldError } from '../errors.ts'
import type { JobSpec } from '../jobs/job.ts'
import { backtestOptions } from '../run/run-backtest.ts'

/** Rehearsals of one strategy that are remembered; beyond it the oldest goes. */
const MAX_REMEMBERED = 1_000

/**
 * Remembers which rehearsals the engine has accepted, so that who starts the same again, or with another seed, does not wait for
 * another: it is most of what checking a request takes. What was refused is rehearsed each time.
 */
export class Rehearsals {
  readonly #accepted = new WeakMap<Strategy, Set<string>>()

  /** As `rehearse`. */
  rehearse(rehearsal: Rehearsal): FieldError | null {
    const accepted = this.#acceptedOf(rehearsal.strategy)
    const key = keyOf(rehearsal)
    if (accepted.has(key)) return null
    const refusal = rehearse(rehearsal)
    if (refusal !== null) return refusal
    const [oldest] = accepted
    if (oldest !== undefined && accepted.size >= MAX_REMEMBERED) accepted.delete(oldest)
    accepted.add(key)
    return null
  }

  #acceptedOf(strategy: Strategy): Set<string> {
    const known = this.#accepted.get(strategy)
    if (known !== undefined) return known
    const none = new Set<string>()
    this.#accepted.set(strategy, none)
    return none
  }
}

/** All that the engine is shown, but for the seed: what it accepts does not depend on chance. */
function keyOf({ spec: { params, settings }, candles, detail }: Rehearsal): string {
  return canonicalJson([params, { ...settings, seed: 0 }, candles.map(shownOf), detail.map(shownOf)])
}

function shownOf({ dataset: { symbol, interval }, extent }: NamedDataset): unknown {
  return [symbol, interval, extent?.from, extent?.to]
}

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
