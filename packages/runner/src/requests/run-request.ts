import { checkSettings, type RunSettings, runSettingsSchema } from '@tezgah/backtest'
import { z } from 'zod'
import type { FieldError } from '../errors.ts'
import type { JobSpec } from '../jobs/job.ts'
import { type RunLimits, runLimitsSchema } from '../jobs/run-limits.ts'

const MAX_DATASETS = 50

/**
 * Asks for one run. Everything is optional: what is missing comes from the runner's default strategy and dataset and from the
 * engine's defaults.
 */
export type RunRequest = {
  /** Name of a strategy. */
  readonly strategy?: string | undefined
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** Id of a dataset: short for `datasets` with one. */
  readonly dataset?: string | undefined
  /** Ids of datasets, one for each symbol, all of one interval; 1 to 50. */
  readonly datasets?: readonly string[] | undefined
  /** Ids of datasets with finer candles of these symbols, for `settings.execution.path` `detail`; at most 50. */
  readonly detail?: readonly string[] | undefined
  /** Every setting of the engine, see `settingPaths` of `@tezgah/backtest`. */
  readonly settings?: RunSettings | undefined
  /** The same as in `settings`, as is each of the following; give one or the other. */
  readonly account?: RunSettings['account']
  readonly execution?: RunSettings['execution']
  readonly statistics?: RunSettings['statistics']
  readonly seed?: RunSettings['seed']
  /** Beyond them the run ends as failed with `limit_reached`. */
  readonly limits?: RunLimits | undefined
}

const id = z.string().min(1).max(64)
const ids = z.array(id).max(MAX_DATASETS)

/**
 * Checks the shape of a {@link RunRequest}; unknown keys are refused. The groups beside `settings` are only held here: they are
 * checked as part of it.
 */
export const runRequestSchema: z.ZodType<RunRequest> = z.strictObject({
  strategy: id.optional().describe('Name of a strategy'),
  params: z.record(z.string(), z.unknown()).optional().describe('Parameters of the strategy'),
  dataset: id.optional().describe('Id of a dataset: short for datasets with one'),
  datasets: ids.min(1).optional().describe('Ids of datasets, one for each symbol, all of one interval'),
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

/** A request's settings in one piece, and how the request calls each of them. */
export type RequestSettings = {
  readonly settings: JobSpec['settings']
  /** What is wrong with them, each taken by itself. Where this is not empty, `settings` are not what they say they are. */
  readonly errors: readonly FieldError[]
  /** `account.feeRate` as the sender wrote it: `settings.account.feeRate`, or as it is. */
  readonly nameOf: (path: string) => string
}

/** @param request - an object; the rest of it is not looked at */
export function readRequestSettings(request: Readonly<Record<string, unknown>>): RequestSettings {
  const { settings: given = {} } = request
  if (!isGroup(given)) return { settings: { seed: 0 }, errors: problemsOf(given, settingName), nameOf: settingName }
  const beside = GROUPS.filter((group) => request[group] !== undefined)
  const twice = beside.filter((group) => given[group] !== undefined)
  const nameOf = (path: string) => (beside.some((group) => isWithin(path, group)) ? path : settingName(path))
  const merged = { ...given, ...Object.fromEntries(beside.map((group) => [group, request[group]])) }
  const errors = [
    ...twice.map((group) => ({ field: group, message: `is given twice, here and as settings.${group}; give one` })),
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

/** Without what says nothing, so that requests for the same run have the same address. */
function compact(settings: RunSettings): JobSpec['settings'] {
  const entries = Object.entries(settings).filter(([, value]) => !isGroup(value) || Object.keys(value).length > 0)
  return { ...Object.fromEntries(entries), seed: settings.seed ?? 0 }
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
