import type { Strategy } from '@tezgah/backtest'
import { describeValue } from '@tezgah/core/describe'
import { sha256Hex } from '@tezgah/core/sha256'
import type { DatasetExtent } from '../datasets/candle-cache.ts'
import type { Dataset } from '../datasets/dataset-folder.ts'
import { type FieldError, fieldsRefused, RunnerError, toFieldErrors } from '../errors.ts'
import { canonicalText, requestDigest } from '../jobs/canonical-text.ts'
import {
  type DatasetRef,
  DEFAULT_CLIENT,
  JOB_PRIORITIES,
  type JobPriority,
  type JobSpec,
  type NewJob,
} from '../jobs/job.ts'
import type { EngineCode } from '../jobs/worker-code.ts'
import { NO_GUARD_MODULE } from '../run/guard-module.ts'
import { type StrategyMap, versionOf } from '../strategies/load-strategies.ts'
import type { NamedDataset, ValidationCache } from './dry-run.ts'
import { type RequestSettings, type RunRequest, readRequestSettings, runRequestSchema } from './run-request.ts'

/** Names of a strategy and of a dataset that exist. */
export type Defaults = { readonly strategy?: string | undefined; readonly dataset?: string | undefined }

/** What a request is checked against. */
export type Catalogue = {
  readonly strategies: StrategyMap
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: Defaults
  /** Part of every address, like the next. */
  readonly engine: EngineCode
  /** Digest of the module that keeps limits; `null` where the runner has none, and refuses them. */
  readonly limitsSha256: string | null
  /** See `strategiesVersion` of the runner. */
  readonly strategiesVersion: string
  /** What a dataset covers, once it has been read. */
  extent(datasetId: string): DatasetExtent | null
}

/**
 * Turns a request into a job that can only fail while it runs: strategy and datasets exist, parameters are in range, and the
 * engine has accepted the settings together.
 *
 * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
 */
export function prepareJob(request: unknown, catalogue: Catalogue, id: string, validations: ValidationCache): NewJob {
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
    ...catalogue.engine,
    strategiesVersion: versionOf(strategy, catalogue.strategiesVersion),
    ...limitsOf(wanted, catalogue),
  }
  const refusal = validations.validate({ strategy, spec, candles, detail, nameOf })
  if (refusal !== null) throw fieldsRefused('invalid_request', [refusal])
  return { id, ...addressed(spec) }
}

/** A spec with its address. */
export type Addressed = Pick<NewJob, 'address' | 'spec'>

function addressed(spec: JobSpec): Addressed {
  return { spec, address: sha256Hex(canonicalText(spec)) }
}

/**
 * The same inputs for the code and data of today, with the address that goes with them.
 *
 * @throws RunnerError `unknown_strategy`, `unknown_dataset` or `invalid_request` where today's do not take these inputs
 */
export function readdress(spec: JobSpec, catalogue: Catalogue): Addressed {
  const strategy = find('strategy', catalogue.strategies, spec.strategy)
  const today = ({ id }: DatasetRef) => refOf(findDataset({ field: 'dataset', value: id }, catalogue))
  return addressed({
    ...spec,
    params: parseParams(strategy, spec.params),
    datasets: spec.datasets.map(today),
    detail: spec.detail.map(today),
    ...catalogue.engine,
    strategiesVersion: versionOf(strategy, catalogue.strategiesVersion),
    ...limitsOf(spec, catalogue),
  })
}

function readRequest(request: unknown): RequestSettings & { readonly wanted: RunRequest } {
  const parsed = runRequestSchema.safeParse(request, { reportInput: true })
  const isObject = typeof request === 'object' && request !== null && !Array.isArray(request)
  const settings = readRequestSettings(isObject ? { ...request } : {})
  const shape = parsed.success ? [] : toFieldErrors(parsed.error).filter(({ field }) => !/^settings\b/.test(field))
  const { dataset, datasets } = parsed.data ?? {}
  const twice = { field: 'dataset', message: 'must not be given together with datasets' }
  const errors = [...shape, ...settings.errors, ...(dataset !== undefined && datasets !== undefined ? [twice] : [])]
  if (errors.length > 0 || !parsed.success) throw fieldsRefused('invalid_request', errors)
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

/** Empty limits are left out: such a run has the same address as one without limits. */
function limitsOf(
  { limits = {} }: Pick<RunRequest, 'limits'>,
  { limitsSha256 }: Catalogue,
): Pick<JobSpec, 'limits' | 'limitsSha256'> {
  if (Object.values(limits).every((limit) => limit === undefined)) return {}
  if (limitsSha256 === null) throw fieldsRefused('invalid_request', [{ field: 'limits', message: NO_GUARD_MODULE }])
  return { limits, limitsSha256 }
}

function refOf({ dataset: { id, sha256 } }: NamedDataset): DatasetRef {
  return { id, sha256 }
}

/**
 * Checks that the defaults exist. Whether the strategy runs without parameters, and on that dataset, is checked with each request.
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
  if (name === undefined)
    throw fieldsRefused('invalid_request', [{ field, message: `must be one of ${names}; the runner has no default` }])
  const message = `must be one of ${names}, received ${describeValue(name)}`
  throw new RunnerError(`unknown_${kind}`, `${field} ${message}`, { errors: [{ field, message }] })
}

function parseParams(strategy: Strategy, params: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const parsed = strategy.params.safeParse(params, { reportInput: true })
  if (!parsed.success) throw fieldsRefused('invalid_request', toFieldErrors(parsed.error, 'params'))
  return { ...(parsed.data as object) }
}

/** Options of a submission, beside the request itself. */
export type SubmitOptions = {
  /** The client that sends the request: clients take turns, and idempotency keys are per client. 1 to 64 visible ASCII characters; `anonymous` by default. */
  readonly client?: string | undefined
  /** Default `normal`. */
  readonly priority?: JobPriority | undefined
  /** Run it although the result of an identical job is stored. Default `false`. */
  readonly fresh?: boolean | undefined
  /** The same key with the same request returns the first job. 1 to 255 visible ASCII characters. */
  readonly idempotencyKey?: string | undefined
}

type CheckedOptions = Pick<NewJob, 'fresh' | 'priority' | 'idempotency'> & { readonly client: string }

/** @throws RunnerError `invalid_request` with an entry per refused option */
export function readSubmitOptions(options: SubmitOptions, request: unknown): CheckedOptions {
  const { client = DEFAULT_CLIENT, priority = 'normal', fresh = false, idempotencyKey: key } = options
  const errors: FieldError[] = []
  const check = (field: keyof SubmitOptions, value: unknown, valid: boolean, rule: string) => {
    if (!valid) errors.push({ field, message: `must be ${rule}, received ${describeValue(value)}` })
  }
  check('client', client, isVisible(client, 64), '1 to 64 visible ASCII characters')
  check('priority', priority, JOB_PRIORITIES.includes(priority), `one of ${JOB_PRIORITIES.join(', ')}`)
  check('fresh', fresh, typeof fresh === 'boolean', 'true or false')
  check('idempotencyKey', key, key === undefined || isVisible(key, 255), '1 to 255 visible ASCII characters')
  if (errors.length > 0) throw fieldsRefused('invalid_request', errors)
  return {
    client,
    priority,
    fresh,
    ...(key === undefined ? {} : { idempotency: { key, digest: requestDigest(request) } }),
  }
}

function isVisible(value: unknown, maxLength: number): boolean {
  return typeof value === 'string' && value.length <= maxLength && /^[\x21-\x7e]+$/.test(value)
}
