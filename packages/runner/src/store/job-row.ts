import { JOB_PRIORITIES, type Job, type JobPriority, type JobStatus } from '../job.ts'
import { readSpec } from './stored-spec.ts'

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
