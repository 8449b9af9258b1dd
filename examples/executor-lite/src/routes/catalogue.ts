import { PRESETS, presetSettings, settingPaths } from '@tezgah/backtest'
import { isRunnerError, type Runner, type SharedCandles } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { datasetSchema, viewDataset } from '../dataset-view.ts'
import { named } from '../named-schema.ts'
import { ProblemError } from '../problem.ts'
import { readQuery } from '../read-query.ts'
import { jsonRoute, type RouteConfig, type RouteDoc } from '../route-config.ts'

const read = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'requests', doc })

/** Candles in one answer: about 1 MB of JSON. */
const MAX_CANDLES = 20_000

const epochMs = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be epoch milliseconds, a whole number')
  .transform(Number)

const candlesQuery = z.strictObject({ from: epochMs.optional(), to: epochMs.optional() })

/** Of what never changes, and is spelled out once. */
const JSON_TYPE = 'application/json; charset=utf-8'

const jsonObject = z.record(z.string(), z.unknown())

const strategiesSchema = named(
  'StrategyList',
  z.strictObject({
    default: z.string(),
    strategies: z.array(
      named(
        'StrategyDescription',
        z.strictObject({
          name: z.string(),
          description: z.string().optional(),
          params: jsonObject.describe('JSON Schema'),
        }),
      ),
    ),
  }),
)

const settingsSchema = named(
  'SettingList',
  z.strictObject({
    settings: z.array(
      named(
        'SettingDescription',
        z.strictObject({
          path: z.string(),
          type: z.string(),
          allowed: z.string(),
          choices: z.array(z.string()).optional(),
          description: z.string(),
          doc: z.string().describe('What it decides: the description without the default'),
          default: z.string().nullable().describe('What holds where it is not given; null where nothing does'),
          flag: z.string().nullable().describe('Short name on the command line'),
          panel: z.int().nullable().describe("Place in the panel's form, from 1; null where the form does not have it"),
        }),
      ),
    ),
    presets: z.record(z.enum(PRESETS), jsonObject),
  }),
)

const datasetsSchema = named('DatasetList', z.strictObject({ default: z.string(), datasets: z.array(datasetSchema) }))

const column = z.array(z.number())

const candlesSchema = named(
  'Candles',
  z.strictObject({
    symbol: z.string(),
    interval: z.string(),
    time: z.array(z.int()).describe('Open times, epoch milliseconds'),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
    truncated: z.boolean().describe('More candles follow the last'),
  }),
)

/** Every setting of a run that can be written as JSON, and what each preset makes of it. */
const SETTINGS = JSON.stringify({
  settings: settingPaths(),
  presets: Object.fromEntries(PRESETS.map((preset) => [preset, presetSettings(preset)])),
})

/** `GET /strategies`, `GET /settings`, `GET /datasets`, `GET /datasets/:id/candles`. */
export function addCatalogueRoutes(app: FastifyInstance, runner: Runner): void {
  const strategies = [...runner.strategies.values()].map(({ name, description, params }) => ({
    name,
    description,
    params: z.toJSONSchema(params, { io: 'input' }),
  }))

  const strategiesDoc = jsonRoute('listStrategies', 'Strategies, their parameters as JSON Schema', strategiesSchema)
  const known = JSON.stringify({ default: runner.defaults.strategy, strategies })
  app.get('/strategies', { config: read(strategiesDoc) }, async (_request, reply) => reply.type(JSON_TYPE).send(known))

  const settingsDoc = jsonRoute(
    'listSettings',
    'Every setting of a run, and what each preset makes of it',
    settingsSchema,
  )
  app.get('/settings', { config: read(settingsDoc) }, async (_request, reply) => reply.type(JSON_TYPE).send(SETTINGS))

  const datasetsDoc = jsonRoute('listDatasets', 'Datasets with source and licence', datasetsSchema)
  app.get('/datasets', { config: read(datasetsDoc) }, async () => ({
    default: runner.defaults.dataset,
    datasets: [...runner.datasets.values()].map((dataset) => viewDataset(dataset, runner)),
  }))

  const candlesDoc = jsonRoute('getCandles', 'Candles in columns', candlesSchema, {
    query: candlesQuery,
    problems: ['not-found'],
  })
  const candlesRoute = { config: read(candlesDoc) }
  app.get<{ Params: { id: string } }>('/datasets/:id/candles', candlesRoute, async ({ params, query }) => {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = readQuery(candlesQuery, query)
    const candles = await runner.candles(params.id).catch((error: unknown) => {
      if (isRunnerError(error) && error.code === 'unknown_dataset') {
        throw new ProblemError('not-found', 'There is no dataset with this id.')
      }
      throw error
    })
    return viewCandles(candles, from, to)
  })
}

/** Candles with `from` ≤ time < `to`, oldest first; `truncated` when more follow the last. */
function viewCandles(candles: SharedCandles, from: number, to: number): z.output<typeof candlesSchema> {
  const begin = lowerBound(candles.time, from)
  const end = Math.max(begin, lowerBound(candles.time, to))
  const cut = Math.min(end, begin + MAX_CANDLES)
  const column = (values: Float64Array) => Array.from(values.subarray(begin, cut))
  return {
    symbol: candles.symbol,
    interval: candles.interval,
    time: column(candles.time),
    open: column(candles.open),
    high: column(candles.high),
    low: column(candles.low),
    close: column(candles.close),
    volume: column(candles.volume),
    truncated: cut < end,
  }
}

/** Index of the first time that is not below `time`. */
function lowerBound(times: Float64Array, time: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? 0) < time) low = middle + 1
    else high = middle
  }
  return low
}
