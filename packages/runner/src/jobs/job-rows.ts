import type { RunSettings } from '@tezgah/backtest'
import { sha256Hex } from '../canonical.ts'
import { JOB_PRIORITIES, type Job, type JobPriority, type JobSpec, type JobStatus } from './job.ts'

/** A row as `node:sqlite` returns it. */
export type Row = Record<string, unknown>

const STATUSES = new Set<unknown>(['queued', 'running', 'done', 'failed', 'cancelled'])

/** Reads a row of `jobs`; one that this release cannot understand throws, so that nothing unknown is passed on as known. */
export function toJob(row: Row): Job {
  return {
    id: text(row, 'id'),
    spec: readSpec(JSON.parse(text(row, 'spec'))),
    address: text(row, 'address'),
    client: text(row, 'client'),
    priority: priority(row),
    fresh: numeric(row, 'fresh') === 1,
    status: status(row),
    reusedFrom: textOrNull(row, 'reused_from'),
    attempts: numeric(row, 'attempts'),
    createdAt: numeric(row, 'created_at'),
    startedAt: numericOrNull(row, 'started_at'),
    finishedAt: numericOrNull(row, 'finished_at'),
    runMs: numericOrNull(row, 'run_ms'),
    summary: parsedOrNull(row, 'summary'),
    error: parsedOrNull(row, 'error'),
    resultSha256: textOrNull(row, 'result_sha256'),
    resultBytes: numericOrNull(row, 'result_bytes'),
  }
}

/** @throws TypeError when the column holds anything but text */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`jobs.${column} holds ${typeof value}, expected text`)
  return value
}

/** @throws TypeError when the column holds anything but a number */
export function numeric(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new TypeError(`jobs.${column} holds ${typeof value}, expected a number`)
  return value
}

/** @throws TypeError when the column holds anything but text or nothing */
export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column)
}

function numericOrNull(row: Row, column: string): number | null {
  return row[column] === null ? null : numeric(row, column)
}

function parsedOrNull(row: Row, column: string) {
  return row[column] === null ? null : JSON.parse(text(row, column))
}

function priority(row: Row): JobPriority {
  const found = JOB_PRIORITIES[numeric(row, 'priority')]
  if (found === undefined)
    throw new TypeError(`jobs.priority holds ${row['priority']}, which this release does not know`)
  return found
}

function isStatus(value: unknown): value is JobStatus {
  return STATUSES.has(value)
}

function status(row: Row): JobStatus {
  const value = row['status']
  if (!isStatus(value))
    throw new TypeError(`jobs.status holds ${JSON.stringify(value)}, which this release does not know`)
  return value
}

/** How a job was stored while a run had one dataset and a handful of options. */
type EarlierSpec = Pick<JobSpec, 'strategy' | 'params' | 'engineVersion'> &
  Pick<RunSettings, 'account' | 'execution' | 'statistics'> & {
    readonly dataset: string
    readonly datasetSha256: string
    readonly seed: number
  }

/**
 * The inputs of a stored job, in today's words whenever it was stored; the row stays as it is, and so does its address.
 *
 * @throws TypeError when they are of no kind that this release knows
 */
export function readSpec(stored: JobSpec | EarlierSpec): JobSpec {
  if ('datasets' in stored) return stored
  if (typeof stored.dataset !== 'string') throw new TypeError('jobs.spec names no dataset')
  const { strategy, params, dataset, datasetSha256, account, execution, statistics, seed, engineVersion } = stored
  return {
    strategy,
    params,
    datasets: [{ id: dataset, sha256: datasetSha256 }],
    detail: [],
    settings: { account, execution, statistics, seed },
    engineVersion,
  }
}

/** A result as its job remembers it. */
export type KeptResult = { readonly sha256: string; readonly bytes: number }

export function describeResult(result: Uint8Array, sha256: string = sha256Hex(result)): KeptResult {
  return { sha256, bytes: result.byteLength }
}
