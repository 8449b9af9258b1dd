import { type RunSettings, runSettingsSchema } from '@tezgah/backtest'
import { z } from 'zod'
import { type RunLimits, runLimitsSchema } from './run-limits.ts'

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
