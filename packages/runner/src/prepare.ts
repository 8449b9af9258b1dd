import { ENGINE_VERSION, type Strategy } from '@tezgah/backtest'
import { canonicalJson, sha256Hex } from './canonical.ts'
import type { DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import { type FieldError, RunnerError } from './errors.ts'
import { describe, toFieldErrors } from './field-errors.ts'
import type { DatasetRef, JobSpec, NewJob } from './job.ts'
import type { Rehearsals } from './rehearsals.ts'
import type { NamedDataset } from './rehearse.ts'
import { type RequestSettings, readRequestSettings } from './request-settings.ts'
import { type RunRequest, runRequestSchema } from './run-request.ts'
import type { Defaults } from './runner-options.ts'
import { type StrategyMap, versionOf } from './strategies.ts'

/** What a request is checked against. */
export type Catalogue = {
  readonly strategies: StrategyMap
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: Defaults
  /** Part of every address: see `strategiesVersion` of the runner. */
  readonly strategiesVersion: string
  /** What a dataset covers, once it has been read. */
  extent(datasetId: string): DatasetExtent | null
}

/**
 * Turns whatever was sent into a job that can only fail while it runs: strategy and datasets exist, parameters are in range, and
 * the engine has accepted every setting, alone and beside the others.
 *
 * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
 */
export function prepareJob(request: unknown, catalogue: Catalogue, id: string, rehearsals: Rehearsals): NewJob {
  const { wanted, settings, nameOf } = readRequest(request)
  const strategy = find('strategy', catalogue.strategies, wanted.strategy ?? catalogue.defaults.strategy)
  const candles = namesOf(wanted, catalogue.defaults.dataset).map((name) => findDataset(name, catalogue))
  const detail = (wanted.detail ?? []).map((value, index) =>
    findDataset({ field: `detail[${index}]`, value }, catalogue),
  )
  const spec: JobSpec = {
    strategy: strategy.name,
    params: parseParams(strategy, wanted.params ?? {}),
    datasets: candles.map(refOf),
    detail: detail.map(refOf),
    settings,
    engineVersion: ENGINE_VERSION,
    strategiesVersion: versionOf(strategy, catalogue.strategiesVersion),
    ...limitsOf(wanted),
  }
  const refusal = rehearsals.rehearse({ strategy, spec, candles, detail, nameOf })
  if (refusal !== null) throw refused([refusal])
  return { id, spec, address: sha256Hex(canonicalJson(spec)) }
}

function readRequest(request: unknown): RequestSettings & { readonly wanted: RunRequest } {
  const parsed = runRequestSchema.safeParse(request, { reportInput: true })
  const isObject = typeof request === 'object' && request !== null && !Array.isArray(request)
  const settings = readRequestSettings(isObject ? { ...request } : {})
  const shape = parsed.success ? [] : toFieldErrors(parsed.error).filter(({ field }) => !/^settings\b/.test(field))
  const { dataset, datasets } = parsed.data ?? {}
  const twice = { field: 'dataset', message: 'is given twice, here and as datasets; give one' }
  const errors = [...shape, ...settings.errors, ...(dataset !== undefined && datasets !== undefined ? [twice] : [])]
  if (errors.length > 0 || !parsed.success) throw refused(errors)
  return { ...settings, wanted: parsed.data }
}

/** `undefined` where neither the request nor the defaults name one. */
type Named = { readonly field: string; readonly value: string | undefined }

function namesOf({ dataset, datasets }: RunRequest, fallback: string | undefined): readonly Named[] {
  if (datasets === undefined) return [{ field: 'dataset', value: dataset ?? fallback }]
  return datasets.map((value, index) => ({ field: `datasets[${index}]`, value }))
}

function findDataset({ field, value }: Named, catalogue: Catalogue): NamedDataset {
  const dataset = find('dataset', catalogue.datasets, value, field)
  return { field, dataset, extent: catalogue.extent(dataset.id) }
}

/** Limits that limit nothing are left out: such a run has the address that it would have without them. */
function limitsOf({ limits = {} }: RunRequest): Pick<JobSpec, 'limits'> {
  return Object.values(limits).every((limit) => limit === undefined) ? {} : { limits }
}

function refOf({ dataset: { id, sha256 } }: NamedDataset): DatasetRef {
  return { id, sha256 }
}

/**
 * That the defaults exist. Whether the strategy runs without parameters, and on that dataset, is for each request to say.
 *
 * @throws RunnerError `unknown_strategy` or `unknown_dataset`
 */
export function checkDefaults({ defaults: { strategy, dataset }, strategies, datasets }: Catalogue): void {
  if (strategy !== undefined) find('strategy', strategies, strategy, 'defaults.strategy')
  if (dataset !== undefined) find('dataset', datasets, dataset, 'defaults.dataset')
}

type Kind = 'strategy' | 'dataset'

function find<T>(kind: Kind, known: ReadonlyMap<string, T>, name: string | undefined, field: string = kind): T {
  const found = name === undefined ? undefined : known.get(name)
  if (found !== undefined) return found
  const names = [...known.keys()].slice(0, 50).join(', ')
  if (name === undefined) throw refused([{ field, message: `must be given, there is no default: one of ${names}` }])
  const message = `must be one of ${names}, received ${describe(name)}`
  throw new RunnerError(`unknown_${kind}`, `${field} ${message}`, { errors: [{ field, message }] })
}

function parseParams(strategy: Strategy, params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = strategy.params.safeParse(params, { reportInput: true })
  if (!parsed.success) throw refused(toFieldErrors(parsed.error, 'params'))
  return { ...(parsed.data as object) }
}

function refused(errors: readonly FieldError[]): RunnerError {
  const message = errors.map(({ field, message }) => `${field}: ${message}`).join('; ')
  return new RunnerError('invalid_request', message, { errors })
}
