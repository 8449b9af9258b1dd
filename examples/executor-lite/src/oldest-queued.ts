import type { Metrics } from '@tezgah/metrics'
import type { Job, JobStore, Runner } from '@tezgah/runner'

/** Tells since when the job waits that waits longest, beginning with what the store holds. Returns what stops it. */
export async function followOldestQueued(
  metrics: Pick<Metrics, 'setOldestQueued'>,
  runner: Pick<Runner, 'on'>,
  store: Pick<JobStore, 'list'>,
): Promise<() => void> {
  /** By job, when it was queued first: one that comes back keeps its place. */
  const waiting = new Map<string, number>()
  /** What was told while the store was read is newer than what it answered. */
  const toldMeanwhile = new Set<string>()
  let isReading = true
  const tell = () => metrics.setOldestQueued(waiting.size === 0 ? null : Math.min(...waiting.values()))
  const look = ({ id, status, createdAt }: Job): void => {
    if (isReading) toldMeanwhile.add(id)
    if (status === 'queued') waiting.set(id, createdAt)
    else waiting.delete(id)
    tell()
  }
  const events = ['queued', 'started', 'requeued', 'done', 'failed', 'cancelled'] as const
  const offs = events.map((event) => runner.on(event, look))
  for await (const { id, createdAt } of queuedIn(store)) if (!toldMeanwhile.has(id)) waiting.set(id, createdAt)
  isReading = false
  toldMeanwhile.clear()
  tell()
  return () => {
    for (const off of offs) off()
  }
}

async function* queuedIn(store: Pick<JobStore, 'list'>): AsyncGenerator<Job> {
  let cursor: string | null | undefined
  while (cursor !== null) {
    const page = await store.list({ status: 'queued', limit: 200, cursor })
    yield* page.jobs
    cursor = page.nextCursor
  }
}
