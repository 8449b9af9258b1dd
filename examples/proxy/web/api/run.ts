import { type Fields, isFields, readFields, readOptionalNumber, readOptionalText, readText } from './read.ts'

export type RunStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

const STATUSES: readonly string[] = ['queued', 'running', 'done', 'failed', 'cancelled'] satisfies RunStatus[]

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

/** What the form asks for; amounts are decimal strings, so that no digit is lost on the way. */
export type RunRequest = {
  readonly strategy: string
  readonly dataset: string
  readonly params: Fields
  /** What the engine calls settings, in groups. */
  readonly settings: Fields
}

function isRunStatus(text: string): text is RunStatus {
  return STATUSES.includes(text)
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

/** The id in the answer to a start. */
export function readStartedId(value: unknown): string {
  return readText(readFields(value, 'start answer')['id'], 'id')
}

export function isFinished({ status }: Run): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled'
}
