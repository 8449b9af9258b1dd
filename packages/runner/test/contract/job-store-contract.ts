import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobOutcome, JobStore, NewJob, StoreLimits } from '../../src/index.ts'

/** What a driver brings to the suite: a store that can be closed and opened again on the same data. */
export type StoreHarness = {
  readonly open: (options: { limits?: Partial<StoreLimits>; now: () => number }) => Promise<JobStore>
  readonly cleanUp: () => Promise<void>
}

export const newJob = (id: string): NewJob => ({
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
})

const done = (text = '{"schema":1}'): JobOutcome => ({
  status: 'done',
  result: new TextEncoder().encode(text),
  summary: { returnPct: 1.5 },
  runMs: 12.5,
})

const failed: JobOutcome = { status: 'failed', error: { code: 'strategy_failed', message: 'x', field: null }, runMs: 1 }

/** Every driver of the job-store port runs this suite. */
export function describeJobStore(name: string, createHarness: () => Promise<StoreHarness>): void {
  describe(`job store contract: ${name}`, () => {
    let harness: StoreHarness
    let store: JobStore
    let now = 1_000

    const reopen = async (limits?: Partial<StoreLimits>) => {
      await store.close()
      store = await harness.open({ now: () => now, ...(limits && { limits }) })
    }
    const openWith = async (limits: Partial<StoreLimits>) => reopen(limits)

    beforeEach(async () => {
      now = 1_000
      harness = await createHarness()
      store = await harness.open({ now: () => now })
    })
    afterEach(async () => {
      await store.close()
      await harness.cleanUp()
    })

    it('finds an enqueued job again after it was closed and opened', async () => {
      const enqueued = await store.enqueue(newJob('a'))
      await reopen()
      expect(await store.get('a')).toEqual(enqueued)
      expect(enqueued).toMatchObject({ id: 'a', status: 'queued', attempts: 0, createdAt: 1_000, startedAt: null })
    })

    it('knows nothing about a job that was never enqueued', async () => {
      expect(await store.get('nobody')).toBeNull()
      expect(await store.result('nobody')).toBeNull()
      expect(await store.cancel('nobody')).toBeNull()
      expect(await store.finish('nobody', 1, done())).toBeNull()
      expect(await store.release('nobody', 1, 'shutdown')).toBeNull()
    })

    it('refuses a second job with the same id and keeps the others of the same commit', async () => {
      const answers = await Promise.allSettled([
        store.enqueue(newJob('a')),
        store.enqueue(newJob('a')),
        store.enqueue(newJob('b')),
      ])
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await store.list()).jobs.map(({ id }) => id)).toEqual(['b', 'a'])
    })

    it('hands jobs out in the order of arrival, each once', async () => {
      await Promise.all(['a', 'b', 'c'].map((id) => store.enqueue(newJob(id))))
      now = 2_000
      const claimed = await Promise.all([store.claim(), store.claim(), store.claim(), store.claim()])
      expect(claimed.map((job) => job?.id)).toEqual(['a', 'b', 'c', undefined])
      expect(claimed[0]).toMatchObject({ status: 'running', attempts: 1, startedAt: 2_000 })
    })

    it('keeps the exact bytes of a result', async () => {
      await store.enqueue(newJob('a'))
      await store.claim()
      now = 3_000
      const finished = await store.finish('a', 1, done('{"x":"ş€"}'))
      expect(finished).toMatchObject({ status: 'done', finishedAt: 3_000, runMs: 12.5, summary: { returnPct: 1.5 } })
      expect(finished?.resultBytes).toBe(13)
      await reopen()
      expect(new TextDecoder().decode((await store.result('a')) ?? undefined)).toBe('{"x":"ş€"}')
      expect(await store.get('a')).toEqual(finished)
    })

    it('keeps the reason of a failure and no result', async () => {
      await store.enqueue(newJob('a'))
      await store.claim()
      await store.finish('a', 1, failed)
      await reopen()
      expect(await store.get('a')).toMatchObject({
        status: 'failed',
        error: { code: 'strategy_failed' },
        summary: null,
      })
      expect(await store.result('a')).toBeNull()
    })

    it('does not finish a job twice', async () => {
      await store.enqueue(newJob('a'))
      await store.claim()
      const answers = await Promise.all([store.finish('a', 1, done('1')), store.finish('a', 1, done('2'))])
      expect(answers.map((job) => job?.status)).toEqual(['done', undefined])
      expect(await store.finish('a', 1, failed)).toBeNull()
      expect(new TextDecoder().decode((await store.result('a')) ?? undefined)).toBe('1')
    })

    it('refuses the outcome of an attempt that is not the current one', async () => {
      await store.enqueue(newJob('a'))
      await store.claim()
      await store.release('a', 1, 'shutdown')
      expect(await store.finish('a', 1, done()), 'the job is queued').toBeNull()
      await store.claim()
      expect(await store.finish('a', 1, done('late')), 'attempt 2 is running').toBeNull()
      expect(await store.release('a', 1, 'worker_crashed')).toBeNull()
      expect(await store.finish('a', 2, done('right'))).toMatchObject({ status: 'done', attempts: 2 })
      expect(new TextDecoder().decode((await store.result('a')) ?? undefined)).toBe('right')
    })

    it('does not finish a job that nobody was given', async () => {
      await store.enqueue(newJob('a'))
      expect(await store.finish('a', 0, done())).toBeNull()
      expect(await store.get('a')).toMatchObject({ status: 'queued' })
    })

    it('puts the jobs of a dead process back in the queue and refuses what that process still sends', async () => {
      await store.enqueue(newJob('a'))
      await store.enqueue(newJob('b'))
      await store.claim()
      await reopen()
      expect(await store.get('a')).toMatchObject({ status: 'queued', attempts: 1, startedAt: null })
      expect(await store.finish('a', 1, done())).toBeNull()
      expect(await store.claim(), 'it keeps its place in the line').toMatchObject({ id: 'a', attempts: 2 })
    })

    it('fails a job whose process died too often, and says so', async () => {
      await openWith({ maxInterruptions: 2 })
      await store.enqueue(newJob('a'))
      await store.claim()
      await reopen({ maxInterruptions: 2 })
      await store.claim()
      await reopen({ maxInterruptions: 2 })
      expect(await store.get('a')).toMatchObject({ status: 'failed', error: { code: 'interrupted' } })
    })

    it('fails a job whose worker died too often; a shutdown does not count', async () => {
      await openWith({ maxWorkerCrashes: 2 })
      await store.enqueue(newJob('a'))
      for (const attempt of [1, 2, 3]) {
        await store.claim()
        expect(await store.release('a', attempt, 'shutdown')).toMatchObject({ status: 'queued' })
      }
      await store.claim()
      expect(await store.release('a', 4, 'worker_crashed')).toMatchObject({ status: 'queued' })
      await store.claim()
      expect(await store.release('a', 5, 'worker_crashed')).toMatchObject({
        status: 'failed',
        error: { code: 'worker_crashed' },
      })
    })

    it('cancels a queued and a running job, and no finished one', async () => {
      await store.enqueue(newJob('a'))
      await store.enqueue(newJob('b'))
      await store.claim()
      expect(await store.cancel('a')).toMatchObject({ status: 'cancelled', finishedAt: 1_000 })
      expect(await store.cancel('b')).toMatchObject({ status: 'cancelled' })
      expect(await store.cancel('a')).toBeNull()
      expect(await store.finish('a', 1, done())).toBeNull()
      expect(await store.claim()).toBeNull()
    })

    it('refuses a job beyond the limit of unfinished ones, inside one commit too', async () => {
      await openWith({ maxUnfinished: 2 })
      const answers = await Promise.allSettled(['a', 'b', 'c'].map((id) => store.enqueue(newJob(id))))
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
      expect(answers[2]).toMatchObject({ reason: { code: 'queue_full' } })
      await store.claim()
      await expect(store.enqueue(newJob('d')), 'running counts').rejects.toMatchObject({ code: 'queue_full' })
      await store.finish('a', 1, done())
      expect(await store.enqueue(newJob('d'))).toMatchObject({ status: 'queued' })
    })

    it('lists newest first, a page at a time, and is not confused by jobs that arrive meanwhile', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await store.enqueue(newJob(id))
      const first = await store.list({ limit: 2 })
      await store.enqueue(newJob('f'))
      const second = await store.list({ limit: 2, cursor: first.nextCursor ?? '' })
      const third = await store.list({ limit: 2, cursor: second.nextCursor ?? '' })
      expect([first, second, third].map((page) => page.jobs.map(({ id }) => id).join(''))).toEqual(['ed', 'cb', 'a'])
      expect(third.nextCursor).toBeNull()
    })

    it('lists one status', async () => {
      for (const id of ['a', 'b', 'c']) await store.enqueue(newJob(id))
      await store.claim()
      expect((await store.list({ status: 'queued' })).jobs.map(({ id }) => id)).toEqual(['c', 'b'])
      expect(await store.counts()).toEqual({ queued: 2, running: 1, done: 0, failed: 0, cancelled: 0 })
    })

    it('refuses a limit out of bounds and a cursor it did not make', async () => {
      for (const limit of [0, 201, 1.5, Number.NaN]) await expect(store.list({ limit })).rejects.toThrow(RangeError)
      for (const cursor of ['', 'x', 'ajEuMA', `${'A'.repeat(5_000)}`]) {
        await expect(store.list({ cursor }), cursor).rejects.toMatchObject({ code: 'invalid_cursor' })
      }
    })

    it('drops the oldest results beyond the limit and keeps their jobs', async () => {
      await openWith({ maxResults: 2 })
      await finishAll(['a', 'b', 'c'])
      expect(await store.result('a')).toBeNull()
      expect(await store.get('a')).toMatchObject({ status: 'done', resultBytes: 12 })
      expect(await store.result('b')).not.toBeNull()
      expect(await store.result('c')).not.toBeNull()
    })

    it('drops the oldest results beyond the limit of bytes, never the newest', async () => {
      await openWith({ maxResultBytes: 25 })
      await finishAll(['a', 'b', 'c'])
      expect([await store.result('a'), (await store.result('b'))?.length]).toEqual([null, 12])
      await store.enqueue(newJob('d'))
      await store.claim()
      await store.finish('d', 1, done('x'.repeat(100)))
      expect((await store.result('d'))?.length).toBe(100)
      expect(await store.result('c')).toBeNull()
    })

    it('forgets the oldest finished jobs beyond the limit, once their end was acknowledged', async () => {
      await openWith({ maxFinished: 1 })
      await finishAll(['a', 'b'])
      expect(await store.get('a'), 'not acknowledged yet').not.toBeNull()
      await store.acknowledge('a')
      await finishAll(['c'])
      expect(await store.get('a')).toBeNull()
      expect(await store.get('b')).not.toBeNull()
    })

    it('remembers which ends were not acknowledged', async () => {
      await finishAll(['a', 'b'])
      await store.enqueue(newJob('c'))
      await store.cancel('c')
      await store.enqueue(newJob('d'))
      await store.acknowledge('b')
      await store.acknowledge('d')
      await reopen()
      expect((await store.unacknowledged(10)).map(({ id }) => id)).toEqual(['a', 'c'])
      expect((await store.unacknowledged(1)).map(({ id }) => id)).toEqual(['a'])
    })

    it('finishes what was asked for before it closes, and refuses work after', async () => {
      const enqueued = store.enqueue(newJob('a'))
      await store.close()
      expect(await enqueued).toMatchObject({ status: 'queued' })
      await expect(store.enqueue(newJob('b'))).rejects.toMatchObject({ code: 'closed' })
      await expect(store.get('a')).rejects.toMatchObject({ code: 'closed' })
      await reopen()
      expect(await store.get('a')).toMatchObject({ status: 'queued' })
    })

    async function finishAll(ids: readonly string[]): Promise<void> {
      for (const id of ids) {
        await store.enqueue(newJob(id))
        await store.claim()
        await store.finish(id, 1, done())
      }
    }
  })
}
