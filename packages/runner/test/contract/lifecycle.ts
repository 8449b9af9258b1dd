import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { done, failed, newJob, textOf } from './store-harness.ts'

export function describeLifecycle(bench: Bench): void {
  describe('a job', () => {
    it('is found again after the store was closed and opened', async () => {
      const enqueued = await bench.store.enqueue(newJob('a', { client: 'ada', priority: 'low', fresh: true }))
      await bench.reopen()
      expect(await bench.store.get('a')).toEqual(enqueued)
      expect(enqueued).toMatchObject({ id: 'a', client: 'ada', priority: 'low', fresh: true, status: 'queued' })
      expect(enqueued).toMatchObject({ attempts: 0, createdAt: expect.any(Number), startedAt: null, reusedFrom: null })
    })

    it('has a client and a priority where nobody named them', async () => {
      const expected = { client: 'anonymous', priority: 'normal', fresh: false }
      expect(await bench.store.enqueue(newJob('a'))).toMatchObject(expected)
    })

    it('is unknown when it was never enqueued', async () => {
      const { store } = bench
      expect(await store.get('nobody')).toBeNull()
      expect(await store.result('nobody')).toBeNull()
      expect(await store.cancel('nobody')).toBeNull()
      expect(await store.finish('nobody', 1, done())).toBeNull()
      expect(await store.release('nobody', 1, 'shutdown')).toBeNull()
    })

    it('is refused where its id is taken, and others that came with it are not', async () => {
      const { store } = bench
      const answers = await Promise.allSettled(['a', 'a', 'b'].map((id) => store.enqueue(newJob(id))))
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await store.list()).jobs.map(({ id }) => id)).toEqual(['b', 'a'])
    })

    it('keeps the exact bytes of its result', async () => {
      await bench.store.enqueue(newJob('a'))
      const claimed = await bench.store.claim()
      const finished = await bench.store.finish('a', 1, done('{"x":"ş€"}'))
      expect(finished).toMatchObject({ status: 'done', runMs: 12.5, summary: { returnPct: 1.5 }, resultBytes: 13 })
      expect(finished?.finishedAt).toBeGreaterThanOrEqual(claimed?.startedAt ?? Number.NaN)
      await bench.reopen()
      expect(await textOf(bench.store, 'a')).toBe('{"x":"ş€"}')
      expect(await bench.store.get('a')).toEqual(finished)
    })

    it('keeps the reason of its failure and has no result', async () => {
      await bench.store.enqueue(newJob('a'))
      await bench.store.claim()
      await bench.store.finish('a', 1, failed)
      await bench.reopen()
      const expected = { status: 'failed', error: { code: 'strategy_failed' }, summary: null }
      expect(await bench.store.get('a')).toMatchObject(expected)
      expect(await bench.store.result('a')).toBeNull()
    })

    it('is refused beyond the limit of unfinished ones, inside one commit too', async () => {
      await bench.reopen({ maxUnfinished: 2 })
      const { store } = bench
      const answers = await Promise.allSettled(['a', 'b', 'c'].map((id) => store.enqueue(newJob(id))))
      expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
      expect(answers[2]).toMatchObject({ reason: { code: 'queue_full' } })
      await store.claim()
      await expect(store.enqueue(newJob('d')), 'running counts').rejects.toMatchObject({ code: 'queue_full' })
      await store.finish('a', 1, done())
      expect(await store.enqueue(newJob('d'))).toMatchObject({ status: 'queued' })
    })
  })
}
