import { type Fields, isFields, readFields, readList, readOptionalNumber, readOptionalText, readText } from './read.ts'

export type RunStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

export const STATUSES: readonly RunStatus[] = ['queued', 'running', 'done', 'failed', 'cancelled']

/** One backtest as the executor's job store knows it. */
export type Run = {
  readonly id: string
  readonly status: RunStatus
  readonly strategy: string | null
  readonly dataset: string | null
  /** Time in the worker, in milliseconds, once it is finished. */
  readonly runMs: number | null
  /** Share of the candles processed, 0 to 1, where the executor tells. */
  readonly progress: number | null
  readonly error: { readonly message: string; readonly field: string | null } | null
}

/** What a run is made of; amounts are decimal strings, so that no digit is lost on the way. */
export type RunInputs = {
  readonly strategy: string
  /** Ids, one for each symbol, all of one interval. */
  readonly datasets: readonly string[]
  /** Ids of datasets with finer candles of these symbols. */
  readonly detail: readonly string[]
  readonly params: Fields
  /** What the engine calls settings, in groups. */
  readonly settings: Fields
}

function isRunStatus(text: string): text is RunStatus {
  return STATUSES.some((status) => status === text)
}

function readStatus(value: unknown): RunStatus {
  const text = readText(value, 'status')
  // An unknown state must not be shown as any of the known ones.
  if (!isRunStatus(text)) throw new TypeError(`status "${text}" is not one this page knows`)
  return text
}

function readRunError(value: unknown): Run['error'] {
  if (typeof value === 'string') return { message: value, field: null }
  if (!isFields(value)) return null
  return {
    message: readText(value['message'], 'error.message'),
    field: readOptionalText(value['field'], 'error.field'),
  }
}

export function readRun(value: unknown): Run {
  const fields = readFields(value, 'run')
  return {
    id: readText(fields['id'], 'id'),
    status: readStatus(fields['status']),
    strategy: readOptionalText(fields['strategy'], 'strategy'),
    dataset: readOptionalText(fields['dataset'], 'dataset'),
    runMs: readOptionalNumber(fields['runMs'], 'runMs'),
    progress: readOptionalNumber(fields['progress'], 'progress'),
    error: readRunError(fields['error']),
  }
}

/** The inputs of a run that the executor knows, or null where it does not tell them. */
export function readInputs(value: unknown): RunInputs | null {
  const fields = readFields(value, 'run')
  if (!Array.isArray(fields['datasets']) || !isFields(fields['params']) || !isFields(fields['settings'])) return null
  return {
    strategy: readText(fields['strategy'], 'strategy'),
    datasets: readList(fields['datasets'], 'datasets', readText),
    detail: readList(fields['detail'] ?? [], 'detail', readText),
    params: fields['params'],
    settings: fields['settings'],
  }
}

/** The id in the answer to a start. */
export function readStartedId(value: unknown): string {
  return readText(readFields(value, 'start answer')['id'], 'id')
}

export function isFinished({ status }: Run): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled'
}
