import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { claimAll, done, newJob } from './store-harness.ts'

export function describeOrder(bench: Bench): void {
  describe('the queue', () => {
    it('hands the jobs of a client out in the order of arrival, each once', async () => {
      const { store } = bench
      await Promise.all(['a', 'b', 'c'].map((id) => store.enqueue(newJob(id))))
      const claimed = await Promise.all([store.claim(), store.claim(), store.claim(), store.claim()])
      const ids = claimed.map((job) => job?.id)
      expect(new Set(ids)).toEqual(new Set(['a', 'b', 'c', undefined]))
      expect(claimed[0]).toMatchObject({ status: 'running', attempts: 1, startedAt: expect.any(Number) })
      for (const id of ['d', 'e', 'f']) await store.enqueue(newJob(id))
      expect(await claimAll(store)).toEqual(['d', 'e', 'f'])
    })

    it('serves the highest priority first', async () => {
      const { store } = bench
      for (const priority of ['low', 'normal', 'high'] as const) {
        for (const n of [1, 2]) await store.enqueue(newJob(`${priority}-${n}`, { priority }))
      }
      expect(await claimAll(store)).toEqual(['high-1', 'high-2', 'normal-1', 'normal-2', 'low-1', 'low-2'])
    })

    it('lets clients take turns, so that many jobs of one do not hold up the others', async () => {
      const { store } = bench
      for (let n = 1; n <= 6; n++) await store.enqueue(newJob(`a${n}`, { client: 'ada' }))
      expect((await store.claim())?.id).toBe('a1')
      for (const n of [1, 2]) await store.enqueue(newJob(`b${n}`, { client: 'ben' }))
      await store.enqueue(newJob('c1', { client: 'cem' }))
      expect(await claimAll(store)).toEqual(['a2', 'b1', 'c1', 'a3', 'b2', 'a4', 'a5', 'a6'])
    })

    it('gives nobody a second turn for coming back at once, and nobody a debt for what was served', async () => {
      const { store } = bench
      for (let n = 1; n <= 4; n++) await store.enqueue(newJob(`a${n}`, { client: 'ada' }))
      const served: string[] = []
      for (let n = 1; n <= 4; n++) {
        await store.enqueue(newJob(`b${n}`, { client: 'ben' }))
        for (const _ of [1, 2]) {
          const job = await store.claim()
          served.push(job?.id ?? 'nothing')
          await store.finish(job?.id ?? '', 1, done(`${job?.id}`))
        }
      }
      expect(served).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'b3', 'a4', 'b4'])
    })

    it('counts turns within each priority', async () => {
      const { store } = bench
      for (let n = 1; n <= 3; n++) await store.enqueue(newJob(`low-a${n}`, { client: 'ada', priority: 'low' }))
      await store.enqueue(newJob('low-b1', { client: 'ben', priority: 'low' }))
      await store.enqueue(newJob('a', { client: 'ada' }))
      expect(await claimAll(store)).toEqual(['a', 'low-a1', 'low-b1', 'low-a2', 'low-a3'])
    })

    it('gives a job that comes back its old place', async () => {
      const { store } = bench
      for (const id of ['a', 'b', 'c']) await store.enqueue(newJob(id))
      await store.claim()
      await store.release('a', 1, 'worker_crashed')
      expect(await store.claim()).toMatchObject({ id: 'a', attempts: 2 })
    })

    it('keeps its order when the store is opened again', async () => {
      for (const n of [1, 2]) await bench.store.enqueue(newJob(`a${n}`, { client: 'ada' }))
      await bench.store.enqueue(newJob('b1', { client: 'ben' }))
      await bench.store.enqueue(newJob('urgent', { priority: 'high' }))
      await bench.reopen()
      expect(await claimAll(bench.store)).toEqual(['urgent', 'a1', 'b1', 'a2'])
    })
  })
}
