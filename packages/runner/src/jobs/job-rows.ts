import { hash } from 'node:crypto'
import type { RunSettings } from '@tezgah/backtest'
import { describeValue } from '@tezgah/core/describe'
import { JOB_PRIORITIES, JOB_STATUSES, type Job, type JobPriority, type JobSpec, type JobStatus } from './job.ts'

/** A row as a driver of SQLite or PostgreSQL returns it. */
export type Row = Record<string, unknown>

/** Digits of `refused_by`: the latest 100 digests of workers' code that have refused a job. */
export const REFUSED_BY_LENGTH = 1_600

/** Reads a row of `jobs`; throws for one that this release does not understand, so that nothing unknown is passed on as known. */
export function toJob(row: Row): Job {
  return {
    id: text(row, 'id'),
    spec: readSpec(JSON.parse(text(row, 'spec'))),
    address: text(row, 'address'),
    client: text(row, 'client'),
    priority: priority(row),
    fresh: numeric(row, 'fresh') === 1,
    status: status(row),
    waiting: row['status'] === 'queued' ? parsedOrNull(row, 'waiting') : null,
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

/** @throws TypeError when the column has anything but text */
export function text(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new TypeError(`jobs.${column} must be text, received ${describeValue(value)}`)
  return value
}

/** @throws TypeError when the column has anything but a number */
export function numeric(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number')
    throw new TypeError(`jobs.${column} must be a number, received ${describeValue(value)}`)
  return value
}

/** @throws TypeError when the column has anything but text or null */
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
  if (found === undefined) throw new TypeError(`jobs.priority must be 0, 1 or 2, received ${row['priority']}`)
  return found
}

function status(row: Row): JobStatus {
  const value = row['status']
  const found = JOB_STATUSES.find((known) => known === value)
  if (found === undefined)
    throw new TypeError(`jobs.status is ${describeValue(value)}; this release knows ${JOB_STATUSES.join(', ')}`)
  return found
}

/** The spec of a job that was stored while a run had one dataset and a handful of options. */
type EarlierSpec = Pick<JobSpec, 'strategy' | 'params' | 'engineVersion'> &
  Pick<RunSettings, 'account' | 'execution' | 'statistics'> & {
    readonly dataset: string
    readonly datasetSha256: string
    readonly seed: number
  }

/** The stored spec in today's shape; the row keeps its own, and with it its address. */
function readSpec(stored: JobSpec | EarlierSpec): JobSpec {
  if ('datasets' in stored) return stored
  if (typeof stored.dataset !== 'string') throw new TypeError('jobs.spec has neither datasets nor dataset')
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

/** A result as its job refers to it. */
export type StoredResult = { readonly sha256: string; readonly bytes: number }

export function describeResult(result: Uint8Array, sha256: string = hash('sha256', result)): StoredResult {
  return { sha256, bytes: result.byteLength }
}
