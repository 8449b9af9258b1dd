import { isFields, readFields, readList, readNumber, readOptionalNumber, readOptionalText } from './read.ts'
import { type Run, type RunInputs, readInputs, readRun } from './run.ts'

/** A run with its times (epoch ms) and what came of it in a few numbers. */
export type Job = Run & {
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /** Null where the executor does not tell them. */
  readonly inputs: RunInputs | null
  /** Statistics by name; decimal strings are money. `null` until it is done. */
  readonly summary: Readonly<Record<string, number | string | null>> | null
}

function readSummary(value: unknown): Job['summary'] {
  if (!isFields(value)) return null
  const known = Object.entries(value).filter((entry): entry is [string, number | string | null] => {
    return entry[1] === null || typeof entry[1] === 'number' || typeof entry[1] === 'string'
  })
  return Object.fromEntries(known)
}

export function readJob(value: unknown): Job {
  const fields = readFields(value, 'job')
  return {
    ...readRun(value),
    createdAt: readNumber(fields['createdAt'], 'createdAt'),
    startedAt: readOptionalNumber(fields['startedAt'], 'startedAt'),
    finishedAt: readOptionalNumber(fields['finishedAt'], 'finishedAt'),
    inputs: readInputs(fields),
    summary: readSummary(fields['summary']),
  }
}

export type JobPage = { readonly jobs: readonly Job[]; readonly nextCursor: string | null }

export function readJobPage(value: unknown): JobPage {
  const fields = readFields(value, 'backtests answer')
  return {
    jobs: readList(fields['backtests'], 'backtests', readJob),
    nextCursor: readOptionalText(fields['nextCursor'], 'nextCursor'),
  }
}
