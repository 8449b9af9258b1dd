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
  /** An event that arrived while the store was read is newer than its answer. */
  const toldMeanwhile = new Set<string>()
  let isReading = true
  let oldest = Number.POSITIVE_INFINITY
  const tell = () => metrics.setOldestQueued(waiting.size === 0 ? null : oldest)
  const add = (id: string, createdAt: number): void => {
    waiting.set(id, createdAt)
    oldest = Math.min(oldest, createdAt)
  }
  /** Only where the oldest goes are the others looked through: there may be many, and every start passes here. */
  const remove = (id: string): void => {
    const createdAt = waiting.get(id)
    waiting.delete(id)
    if (createdAt !== oldest) return
    oldest = Number.POSITIVE_INFINITY
    for (const since of waiting.values()) oldest = Math.min(oldest, since)
  }
  const look = ({ id, status, createdAt }: Job): void => {
    if (isReading) toldMeanwhile.add(id)
    if (status === 'queued') add(id, createdAt)
    else remove(id)
    tell()
  }
  const events = ['queued', 'started', 'requeued', 'done', 'failed', 'cancelled'] as const
  const offs = events.map((event) => runner.on(event, look))
  for await (const { id, createdAt } of queuedIn(store)) if (!toldMeanwhile.has(id)) add(id, createdAt)
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
