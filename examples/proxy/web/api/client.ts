import { ApiError, errorFromAnswer } from './api-error.ts'
import {
  type Candles,
  type Catalogue,
  type Dataset,
  readCandles,
  readDatasets,
  readStrategies,
  type Strategy,
} from './catalogue.ts'
import { type RunResult, readResult } from './result.ts'
import { type Run, type RunRequest, readRun, readStartedId } from './run.ts'
import { readSettings, type Settings } from './settings.ts'

/** The part of `fetch` that is used; a test passes its own. */
export type Fetch = (path: string, init: RequestInit) => Promise<Response>

/** Everything the page can ask of the proxy. Each call rejects with an ApiError, or with an AbortError when aborted. */
export interface Api {
  health(signal: AbortSignal): Promise<void>
  strategies(signal: AbortSignal): Promise<Catalogue<Strategy>>
  datasets(signal: AbortSignal): Promise<Catalogue<Dataset>>
  settings(signal: AbortSignal): Promise<Settings>
  /** Returns the id of the run. */
  start(request: RunRequest): Promise<string>
  run(id: string, signal: AbortSignal): Promise<Run>
  result(id: string, signal: AbortSignal): Promise<RunResult>
  candles(dataset: string, from: number, to: number, signal: AbortSignal): Promise<Candles>
}

/** Where the result of a run can be downloaded as it was published. */
export const resultPath = (id: string): string => `/api/backtest/${encodeURIComponent(id)}/result`

async function ask(fetch: Fetch, path: string, init: RequestInit): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ApiError(
      'away',
      'The proxy is away',
      'This page gets no answer from its server. Start it with: npm start',
      {
        cause: error,
      },
    )
  }
  const body = await readBody(response)
  if (!response.ok) throw errorFromAnswer(response.status, response.headers.get('retry-after'), body)
  return body
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    // Only a success must be JSON; for a failure the status is told instead.
    if (!response.ok) return null
    throw new ApiError('refused', 'The answer was not understood', 'The server sent something other than JSON.')
  }
}

/** The client of this page's own server. */
export function createApi(fetch: Fetch): Api {
  const get = (path: string, signal: AbortSignal): Promise<unknown> => ask(fetch, path, { signal })
  return {
    health: async (signal) => void (await get('/api/public/healthz', signal)),
    strategies: async (signal) => readStrategies(await get('/api/strategies', signal)),
    datasets: async (signal) => readDatasets(await get('/api/datasets', signal)),
    settings: async (signal) => readSettings(await get('/api/settings', signal)),
    start: async (request) =>
      readStartedId(
        await ask(fetch, '/api/backtest/start', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
        }),
      ),
    run: async (id, signal) => readRun(await get(`/api/backtest/${encodeURIComponent(id)}`, signal)),
    result: async (id, signal) => readResult(await get(resultPath(id), signal)),
    candles: async (dataset, from, to, signal) =>
      readCandles(await get(`/api/datasets/${encodeURIComponent(dataset)}/candles?from=${from}&to=${to}`, signal)),
  }
}
