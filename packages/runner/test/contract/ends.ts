import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { done, failed, finishAll, newJob, textOf } from './store-harness.ts'

export function describeEndings(bench: Bench): void {
  describe('the end of a job', () => {
    it('comes once', async () => {
      const { store } = bench
      await store.enqueue(newJob('a'))
      await store.claim()
      const answers = await Promise.all([store.finish('a', 1, done('1')), store.finish('a', 1, done('2'))])
      expect(answers.map((job) => job?.status)).toEqual(['done', undefined])
      expect(await store.finish('a', 1, failed)).toBeNull()
      expect(await textOf(store, 'a')).toBe('1')
    })

    it('is refused from an attempt that is not the current one', async () => {
      const { store } = bench
      await store.enqueue(newJob('a'))
      await store.claim()
      await store.release('a', 1, 'shutdown')
      expect(await store.finish('a', 1, done()), 'the job is queued').toBeNull()
      await store.claim()
      expect(await store.finish('a', 1, done('late')), 'attempt 2 is running').toBeNull()
      expect(await store.release('a', 1, 'worker_crashed')).toBeNull()
      expect(await store.finish('a', 2, done('right'))).toMatchObject({ status: 'done', attempts: 2 })
      expect(await textOf(store, 'a')).toBe('right')
    })

    it('is refused from somebody who was never given the job', async () => {
      const { store } = bench
      await store.enqueue(newJob('a'))
      expect(await store.finish('a', 0, done())).toBeNull()
      expect(await store.get('a')).toMatchObject({ status: 'queued' })
    })

    it('is failure where its worker died too often; a shutdown does not count', async () => {
      await bench.reopen({ maxWorkerCrashes: 2 })
      const { store } = bench
      await store.enqueue(newJob('a'))
      for (const attempt of [1, 2, 3]) {
        await store.claim()
        expect(await store.release('a', attempt, 'shutdown')).toMatchObject({ status: 'queued', startedAt: null })
      }
      await store.claim()
      expect(await store.release('a', 4, 'worker_crashed')).toMatchObject({ status: 'queued' })
      await store.claim()
      const parked = { status: 'failed', error: { code: 'worker_crashed' }, attempts: 5 }
      expect(await store.release('a', 5, 'worker_crashed')).toMatchObject(parked)
      expect(await store.claim(), 'it is parked').toBeNull()
    })

    it('is cancellation for a queued and a running job, and for no finished one', async () => {
      const { store } = bench
      await store.enqueue(newJob('a'))
      await store.enqueue(newJob('b'))
      await store.claim()
      expect(await store.cancel('a')).toMatchObject({ status: 'cancelled', finishedAt: expect.any(Number) })
      expect(await store.cancel('b')).toMatchObject({ status: 'cancelled' })
      expect(await store.cancel('a')).toBeNull()
      expect(await store.finish('a', 1, done())).toBeNull()
      expect(await store.claim()).toBeNull()
    })

    it('is remembered until it was acknowledged', async () => {
      await finishAll(bench.store, ['a', 'b'])
      await bench.store.enqueue(newJob('c'))
      await bench.store.cancel('c')
      await bench.store.enqueue(newJob('d'))
      await bench.store.acknowledge('b')
      await bench.store.acknowledge('d')
      await bench.reopen()
      expect((await bench.store.unacknowledged(10)).map(({ id }) => id)).toEqual(['a', 'c'])
      expect((await bench.store.unacknowledged(1)).map(({ id }) => id)).toEqual(['a'])
    })
  })
}
