import { runSettingsSchema } from '@tezgah/backtest'
import { JOB_STATUSES, type Job, type Progress, WAITING_REASONS } from '@tezgah/runner'
import { z } from 'zod'
import { named } from '../http/schemas.ts'

const time = z.int().describe('Epoch milliseconds, UTC')

/** Where a job is in its life. */
export const jobStatus = named('JobStatus', z.enum(JOB_STATUSES))

export const jobErrorSchema = named(
  'JobError',
  z.strictObject({ code: z.string(), message: z.string(), field: z.string().nullable() }),
)

export const summarySchema = named('JobSummary', z.record(z.string(), z.union([z.number(), z.string()]).nullable()))

export const waitingSchema = named(
  'JobWaiting',
  z.strictObject({
    reason: z.enum(WAITING_REASONS),
    message: z.string().describe('What the backtest is for, and what the latest worker that refused it has'),
  }),
)

/** A job as this service shows it. */
export const jobViewSchema = named(
  'Backtest',
  z.strictObject({
    id: z.string(),
    status: jobStatus,
    waiting: waitingSchema.nullable().describe('Why no worker may run it so far'),
    strategy: z.string(),
    params: z.record(z.string(), z.unknown()).describe('Defaults of the strategy filled in'),
    dataset: z.string().describe('The first of datasets'),
    datasets: z.array(z.string()).min(1),
    detail: z.array(z.string()).describe('Datasets of finer candles'),
    settings: named('RunSettings', runSettingsSchema).describe(
      'As asked for; the manifest of the result names every assumption',
    ),
    attempts: z.int().min(0),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    runMs: z.number().nullable(),
    progress: z.number().min(0).max(1).nullable().describe('Share of the candles processed'),
    summary: summarySchema.nullable(),
    error: jobErrorSchema.nullable(),
    address: z.string().describe('SHA-256 of all inputs'),
    resultSha256: z.string().nullable(),
    resultBytes: z.int().nullable(),
  }),
)

export type JobView = z.output<typeof jobViewSchema>

export function viewJob(job: Job, progress: Progress | null): JobView {
  const { strategy, params, datasets, detail, settings } = job.spec
  const ids = datasets.map(({ id }) => id)
  return {
    id: job.id,
    status: job.status,
    waiting: job.waiting,
    strategy,
    params,
    dataset: ids[0] ?? '',
    datasets: ids,
    detail: detail.map(({ id }) => id),
    settings,
    attempts: job.attempts,
    createdAt: job.createdAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
    runMs: job.runMs,
    progress: progressOf(job, progress),
    summary: job.summary,
    error: job.error,
    address: job.address,
    resultSha256: job.resultSha256,
    resultBytes: job.resultBytes,
  }
}

function progressOf({ status }: Job, progress: Progress | null): number | null {
  if (status === 'done') return 1
  if (status !== 'running' || progress === null) return null
  return progress.position / progress.length
}
