import type { JobOutcome, JobStore, NewJob, StoreLimits } from '../../src/index.ts'

export type Damage = 'flip' | 'empty'

/** What a driver brings to the suite: a store that can be closed and opened again on the same data, and the hands of its clocks. */
export type StoreHarness = {
  readonly open: (limits?: Partial<StoreLimits>) => Promise<JobStore>
  /** Lets time pass for the store: on its monotonic clock and on the wall. */
  readonly advance: (ms: number) => Promise<void>
  /** Sets the wall clock forwards or back, without time passing; missing where the driver's leases know no wall clock to set. */
  readonly jumpWallClock?: (ms: number) => Promise<void>
  /** Damages all stored results past the store: flips a bit of each, or takes their bytes away. */
  readonly damageResults: (damage: Damage) => Promise<void>
  readonly cleanUp: () => Promise<void>
}

export const newJob = (id: string, changes: Partial<NewJob> = {}): NewJob => ({
  id,
  address: `address-of-${id}`,
  spec: {
    strategy: 'sma-cross',
    params: { fast: 10, slow: 30 },
    datasets: [{ id: 'sp500-daily', sha256: 'ab' }],
    detail: [],
    settings: { seed: 0 },
    engineVersion: '0.0.0',
  },
  ...changes,
})

export const done = (text = '{"schema":1}'): JobOutcome => ({
  status: 'done',
  result: new TextEncoder().encode(text),
  summary: { returnPct: 1.5 },
  runMs: 12.5,
})

export const failed: JobOutcome = {
  status: 'failed',
  error: { code: 'strategy_failed', message: 'x', field: null },
  runMs: 1,
}

export const textOf = async (store: JobStore, id: string): Promise<string | null> => {
  const bytes = await store.result(id)
  return bytes === null ? null : new TextDecoder().decode(bytes)
}

/** Claims until nothing is queued; the ids in order. */
export const claimAll = async (store: JobStore): Promise<string[]> => {
  const ids: string[] = []
  for (let job = await store.claim(); job !== null; job = await store.claim()) ids.push(job.id)
  return ids
}

/** Takes each job from arrival to its end, one after the other; each has a result of its own. */
export const finishAll = async (store: JobStore, ids: readonly string[]): Promise<void> => {
  for (const id of ids) {
    await store.enqueue(newJob(id))
    const claimed = await store.claim()
    await store.finish(id, claimed?.attempts ?? 0, done(`{"result":"${id}"}`))
  }
}
