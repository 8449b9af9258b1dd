import { checkSettings, type RunSettings, runSettingsSchema } from '@tezgah/backtest'
import { z } from 'zod'
import type { FieldError } from '../errors.ts'
import type { JobSpec } from '../jobs/job.ts'
import { type RunLimits, runLimitsSchema } from '../jobs/run-limits.ts'

const MAX_DATASETS = 50

/**
 * A request for one run. Everything is optional: the runner has a default strategy and dataset, the engine defaults for the rest.
 */
export type RunRequest = {
  /** Name of a strategy. */
  readonly strategy?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** Id of a dataset: short for `datasets` with one. */
  readonly dataset?: string | undefined
  /** Ids of datasets, one for each symbol; intervals may vary; 1 to 50. */
  readonly datasets?: readonly string[] | undefined
  /** Ids of datasets with finer candles of these symbols, for `settings.execution.path` `detail`; at most 50. */
  readonly detail?: readonly string[] | undefined
  /** Every setting of the engine, see `settingPaths` of `@tezgah/backtest`. */
  readonly settings?: RunSettings | undefined
  /** Short for `settings.account`; likewise the next three. Not together with the same group of `settings`. */
  readonly account?: RunSettings['account']
  readonly execution?: RunSettings['execution']
  readonly statistics?: RunSettings['statistics']
  readonly seed?: RunSettings['seed']
  /** Beyond them the run fails with `limit_reached`. */
  readonly limits?: RunLimits | undefined
}

const id = z.string().min(1).max(64)
const ids = z.array(id).max(MAX_DATASETS)

/**
 * Checks the shape of a {@link RunRequest}; unknown keys are refused. The groups beside `settings` are checked as part of it, not here.
 */
export const runRequestSchema: z.ZodType<RunRequest> = z.strictObject({
  strategy: id.optional().describe('Name of a strategy'),
  params: z.record(z.string(), z.unknown()).optional().describe('Parameters of the strategy'),
  dataset: id.optional().describe('Id of a dataset: short for datasets with one'),
  datasets: ids.min(1).optional().describe('Ids of datasets, one for each symbol; intervals may vary'),
  detail: ids.optional().describe('Ids of datasets with finer candles, for settings.execution.path detail'),
  settings: runSettingsSchema.optional().describe('Every assumption of the run'),
  account: z.any().optional().describe('Short for settings.account'),
  execution: z.any().optional().describe('Short for settings.execution'),
  statistics: z.any().optional().describe('Short for settings.statistics'),
  seed: z.any().optional().describe('Short for settings.seed'),
  limits: runLimitsSchema.optional().describe('What the run may reach; beyond it, it ends as failed'),
})

/** Settings that a request may also give beside `settings`. */
const GROUPS = ['account', 'execution', 'statistics', 'seed'] as const

/** The settings of a request in one object, and the request's name of each. */
export type RequestSettings = {
  readonly settings: JobSpec['settings']
  /** What is wrong with each setting by itself. Where this is not empty, `settings` may not have their type. */
  readonly errors: readonly FieldError[]
  /** The request's name of `account.feeRate`: `settings.account.feeRate`, or the same. */
  readonly nameOf: (path: string) => string
}

/** @param request - an object, of which only the settings are read */
export function readRequestSettings(request: Readonly<Record<string, unknown>>): RequestSettings {
  const { settings: given = {} } = request
  if (!isGroup(given)) return { settings: { seed: 0 }, errors: problemsOf(given, settingName), nameOf: settingName }
  const beside = GROUPS.filter((group) => request[group] !== undefined)
  const twice = beside.filter((group) => given[group] !== undefined)
  const nameOf = (path: string) => (beside.some((group) => isWithin(path, group)) ? path : settingName(path))
  const merged = { ...given, ...Object.fromEntries(beside.map((group) => [group, request[group]])) }
  const errors = [
    ...twice.map((group) => ({ field: group, message: `must not be given together with settings.${group}` })),
    ...problemsOf(merged, nameOf),
  ]
  return { settings: compact(merged), errors, nameOf }
}

function problemsOf(settings: unknown, nameOf: (path: string) => string): readonly FieldError[] {
  return checkSettings(settings).map(({ field, message }) => ({ field: nameOf(field), message }))
}

function settingName(path: string): string {
  return path === '' ? 'settings' : `settings.${path}`
}

function isWithin(path: string, group: string): boolean {
  return path === group || path.startsWith(`${group}.`)
}

/** Without empty groups, so that requests for the same run have the same address. */
function compact(settings: RunSettings): JobSpec['settings'] {
  const entries = Object.entries(settings).filter(([, value]) => !isGroup(value) || Object.keys(value).length > 0)
  return { ...Object.fromEntries(entries), seed: settings.seed ?? 0 }
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
