import type { Job, Progress } from '@tezgah/runner'

/** A job as this service shows it. Times are epoch milliseconds, `progress` is the share of candles processed, 0 to 1. */
export function viewJob(job: Job, progress: Progress | null): Readonly<Record<string, unknown>> {
  const { strategy, params, dataset, account, execution, statistics, seed } = job.spec
  return {
    id: job.id,
    status: job.status,
    strategy,
    params,
    dataset,
    account,
    execution,
    statistics,
    seed,
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
