import { isFields, readFields, readNumber, readOptionalNumber } from './read.ts'
import { type Run, readRun } from './run.ts'

/** A run with its times (epoch ms) and what came of it in a few numbers. */
export type Job = Run & {
  readonly createdAt: number
  readonly startedAt: number | null
  readonly finishedAt: number | null
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
    summary: readSummary(fields['summary']),
  }
}
