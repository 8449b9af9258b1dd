import { createBacktest, createSeries, ENGINE_VERSION, isBacktestError, type Strategy } from '@tezgah/backtest'
import { canonicalJson, sha256Hex } from './canonical.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import { type FieldError, RunnerError } from './errors.ts'
import { describe, toFieldErrors } from './field-errors.ts'
import type { JobSpec, NewJob } from './job.ts'
import { runRequestSchema } from './run-request.ts'
import type { StrategyMap } from './strategies.ts'

/** What a request is checked against. */
export type Catalogue = {
  readonly strategies: StrategyMap
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: { readonly strategy: string; readonly dataset: string }
}

/**
 * Turns whatever was sent into a job that can only fail while it runs: strategy and dataset exist, parameters are in range, and the
 * engine has accepted every option.
 *
 * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
 */
export function prepareJob(request: unknown, catalogue: Catalogue, id: string): NewJob {
  const parsed = runRequestSchema.safeParse(request, { reportInput: true })
  if (!parsed.success) throw refused(toFieldErrors(parsed.error))
  const { strategy: name, dataset: datasetId, params, account, execution, statistics, seed } = parsed.data
  const strategy = find('strategy', catalogue.strategies, name ?? catalogue.defaults.strategy)
  const dataset = find('dataset', catalogue.datasets, datasetId ?? catalogue.defaults.dataset)
  const spec: JobSpec = {
    strategy: strategy.name,
    params: parseParams(strategy, params ?? {}),
    dataset: dataset.id,
    datasetSha256: dataset.sha256,
    account: compact(account ?? {}),
    execution: compact(execution ?? {}),
    statistics: compact(statistics ?? {}),
    seed: seed ?? 0,
    engineVersion: ENGINE_VERSION,
  }
  rehearse(strategy, spec)
  return { id, spec, address: sha256Hex(canonicalJson(spec)) }
}

function find<T>(field: 'strategy' | 'dataset', known: ReadonlyMap<string, T>, name: string): T {
  const found = known.get(name)
  if (found !== undefined) return found
  const message = `must be one of ${[...known.keys()].slice(0, 50).join(', ')}, received ${describe(name)}`
  throw new RunnerError(`unknown_${field}`, `${field} ${message}`, { errors: [{ field, message }] })
}

function parseParams(strategy: Strategy, params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = strategy.params.safeParse(params, { reportInput: true })
  if (!parsed.success) throw refused(toFieldErrors(parsed.error, 'params'))
  return { ...(parsed.data as object) }
}

const ONE = [1, 1]
const TWO_CANDLES = createSeries({
  symbol: 'X',
  interval: '1m',
  time: [0, 60_000],
  open: ONE,
  high: ONE,
  low: ONE,
  close: ONE,
  volume: ONE,
})

/** The engine knows best what it accepts, so it is asked, on two candles. */
function rehearse(strategy: Strategy, { params, account, execution, statistics, seed }: JobSpec): void {
  try {
    createBacktest({ strategy, candles: TWO_CANDLES, params, account, execution, statistics, seed })
  } catch (error) {
    if (!isBacktestError(error)) throw error
    throw refused([{ field: error.field ?? 'params', message: error.message }], error)
  }
}

function refused(errors: readonly FieldError[], cause?: unknown): RunnerError {
  const message = errors
    .map(({ field, message }) => (message.startsWith(field) ? message : `${field}: ${message}`))
    .join('; ')
  return new RunnerError('invalid_request', message, { errors, ...(cause === undefined ? {} : { cause }) })
}

/** Leaves out what is `undefined`: for the engine a missing option and one that is `undefined` are not the same type. */
function compact<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }
}
