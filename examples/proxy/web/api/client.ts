import {
  type Candles,
  type Catalogue,
  type Dataset,
  readCandles,
  readDatasets,
  readStrategies,
  type Strategy,
} from './catalogue.ts'
import { type Job, readJob } from './job.ts'
import type { Request } from './request.ts'
import { type RunResult, readResult } from './result.ts'
import { type Run, type RunInputs, readRun, readStartedId } from './run.ts'
import { readSettings, type Settings } from './settings.ts'

/** Makes an answer what a view can use, or throws where it is not as agreed. */
export type Reader<T> = (value: unknown) => T

export type ChangeOptions = {
  readonly signal?: AbortSignal
  /** The executor takes two requests of one key for the same. */
  readonly idempotencyKey?: string
}

/** Everything the page can ask of the proxy. Each call rejects with an ApiError, or with an AbortError when aborted. */
export interface Api {
  /** Reads any route: `api.read('/api/policies', readPolicies, signal)`. */
  read<T>(path: string, reader: Reader<T>, signal?: AbortSignal): Promise<T>
  /**
   * Asks for a change. Where the session has ended or a password is asked for again, the dialog for that opens and the
   * request is sent once more; rejects with the first refusal where the dialog is closed.
   */
  change<T>(
    method: 'POST' | 'DELETE',
    path: string,
    body: unknown,
    reader: Reader<T>,
    options?: ChangeOptions,
  ): Promise<T>
  strategies(signal: AbortSignal): Promise<Catalogue<Strategy>>
  datasets(signal: AbortSignal): Promise<Catalogue<Dataset>>
  settings(signal: AbortSignal): Promise<Settings>
  /** Returns the id of the run. `fresh`: run it although the result of an identical one is stored. */
  start(inputs: RunInputs, fresh?: boolean): Promise<string>
  run(id: string, signal: AbortSignal): Promise<Job>
  cancel(id: string): Promise<Run>
  result(id: string, signal: AbortSignal): Promise<RunResult>
  candles(dataset: string, from: number, to: number, signal: AbortSignal): Promise<Candles>
}

const runPath = (id: string): string => `/api/backtest/${encodeURIComponent(id)}`

/** Where a run tells what happens to it, as server-sent events. */
export const eventsPath = (id: string): string => `${runPath(id)}/events`
/** Where the result of a run can be downloaded as it was published. */
export const resultPath = (id: string): string => `${runPath(id)}/result`
export const tradesPath = (id: string): string => `${runPath(id)}/trades.csv`
export const statisticsPath = (id: string, convention: string): string =>
  `${runPath(id)}/statistics?convention=${encodeURIComponent(convention)}`

function changeInit(method: string, body: unknown, { signal, idempotencyKey }: ChangeOptions): RequestInit {
  const headers: Record<string, string> = {}
  if (body !== null) headers['content-type'] = 'application/json'
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey
  return { method, headers, ...(body !== null && { body: JSON.stringify(body) }), ...(signal && { signal }) }
}

/** The client of this page's own server. */
export function createApi(request: Request): Api {
  const read: Api['read'] = async (path, reader, signal) => reader(await request(path, signal ? { signal } : {}))
  const change: Api['change'] = async (method, path, body, reader, options = {}) =>
    reader(await request(path, changeInit(method, body, options)))
  return {
    read,
    change,
    strategies: (signal) => read('/api/strategies', readStrategies, signal),
    datasets: (signal) => read('/api/datasets', readDatasets, signal),
    settings: (signal) => read('/api/settings', readSettings, signal),
    start: (inputs, fresh = false) =>
      change('POST', `/api/backtest/start${fresh ? '?fresh=true' : ''}`, inputs, readStartedId),
    run: (id, signal) => read(runPath(id), readJob, signal),
    cancel: (id) => change('DELETE', runPath(id), null, readRun),
    result: (id, signal) => read(resultPath(id), readResult, signal),
    candles: (dataset, from, to, signal) =>
      read(`/api/datasets/${encodeURIComponent(dataset)}/candles?from=${from}&to=${to}`, readCandles, signal),
  }
}
