import { PRESETS, presetSettings, settingPaths } from '@tezgah/backtest'
import { type Dataset, isRunnerError, type Runner, type SharedCandles, toFieldErrors } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { RouteConfig } from '../guard.ts'
import { ProblemError } from '../problem.ts'

const READ: RouteConfig = { access: 'open', bucket: 'requests' }

/** Candles in one answer: about 1 MB of JSON. */
const MAX_CANDLES = 20_000

const epochMs = z
  .string()
  .regex(/^-?\d{1,15}$/, 'must be epoch milliseconds, a whole number')
  .transform(Number)

const candlesQuery = z.strictObject({ from: epochMs.optional(), to: epochMs.optional() })

/** Every setting of a run that can be written as JSON, and what each preset makes of it. */
const SETTINGS = {
  settings: settingPaths(),
  presets: Object.fromEntries(PRESETS.map((preset) => [preset, presetSettings(preset)])),
}

/** `GET /strategies`, `GET /settings`, `GET /datasets`, `GET /datasets/:id/candles`. */
export function addCatalogueRoutes(app: FastifyInstance, runner: Runner): void {
  const strategies = [...runner.strategies.values()].map(({ name, description, params }) => ({
    name,
    description,
    params: z.toJSONSchema(params, { io: 'input' }),
  }))

  app.get('/strategies', { config: READ }, async () => ({ default: runner.defaults.strategy, strategies }))

  app.get('/settings', { config: READ }, async () => SETTINGS)

  app.get('/datasets', { config: READ }, async () => ({
    default: runner.defaults.dataset,
    datasets: [...runner.datasets.values()].map((dataset) => viewDataset(dataset, runner)),
  }))

  app.get<{ Params: { id: string } }>('/datasets/:id/candles', { config: READ }, async ({ params, query }) => {
    const parsed = candlesQuery.safeParse(query, { reportInput: true })
    if (!parsed.success) {
      throw new ProblemError('invalid-request', 'The query is not valid.', { errors: toFieldErrors(parsed.error) })
    }
    const candles = await runner.candles(params.id).catch((error: unknown) => {
      if (isRunnerError(error) && error.code === 'unknown_dataset') {
        throw new ProblemError('not-found', 'There is no dataset with this id.')
      }
      throw error
    })
    return viewCandles(
      candles,
      parsed.data.from ?? Number.NEGATIVE_INFINITY,
      parsed.data.to ?? Number.POSITIVE_INFINITY,
    )
  })
}

/** What the manifest says, and what the candles cover once they have been read. The file's place is nobody's business. */
function viewDataset({ file: _file, ...manifest }: Dataset, runner: Runner): Readonly<Record<string, unknown>> {
  const extent = runner.extent(manifest.id)
  return { ...manifest, from: extent?.from ?? null, to: extent?.to ?? null, candleCount: extent?.candleCount ?? null }
}

/** Candles with `from` ≤ time < `to`, oldest first; `truncated` when more follow the last. */
function viewCandles(candles: SharedCandles, from: number, to: number): Readonly<Record<string, unknown>> {
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
