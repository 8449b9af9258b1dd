import { describe, expect, it } from 'vitest'
import type { NewJob } from '../../src/index.ts'
import type { Bench } from './job-store-contract.ts'
import { done, finishAll, newJob } from './store-harness.ts'

const keyed = (id: string, digest = 'd1', changes: Partial<NewJob> = {}): NewJob =>
  newJob(id, { client: 'ada', idempotency: { key: 'k', digest }, ...changes })

export function describeIdempotency(bench: Bench): void {
  describe('an idempotency key', () => {
    it('names the first job it came with, whatever became of it, across a restart', async () => {
      const first = await bench.store.enqueue(keyed('a'))
      expect(await bench.store.enqueue(keyed('b'))).toEqual(first)
      await bench.store.claim()
      expect(await bench.store.enqueue(keyed('c'))).toMatchObject({ id: 'a', status: 'running' })
      const finished = await bench.store.finish('a', 1, done())
      await bench.reopen()
      expect(await bench.store.enqueue(keyed('d'))).toEqual(finished)
      expect(await bench.store.findByKey('ada', { key: 'k', digest: 'd1' })).toEqual(finished)
      expect((await bench.store.list()).jobs).toHaveLength(1)
    })

    it('makes one job of a thousand that come at once', async () => {
      await bench.reopen({ maxUnfinished: 5 })
      const ids = Array.from({ length: 1_000 }, (_, n) => `job-${n}`)
      const jobs = await Promise.all(ids.map((id) => bench.store.enqueue(keyed(id))))
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(1)
      expect(await bench.store.counts()).toMatchObject({ queued: 1 })
    })

    it('is refused with another request, now and after a restart, and changes nothing', async () => {
      await bench.store.enqueue(keyed('a'))
      const conflict = { code: 'idempotency_conflict' }
      await expect(bench.store.enqueue(keyed('b', 'd2'))).rejects.toMatchObject(conflict)
      await bench.reopen()
      await expect(bench.store.enqueue(keyed('b', 'd2'))).rejects.toMatchObject(conflict)
      await expect(bench.store.findByKey('ada', { key: 'k', digest: 'd2' })).rejects.toMatchObject(conflict)
      expect(await bench.store.get('b')).toBeNull()
    })

    it('belongs to its client', async () => {
      await bench.store.enqueue(keyed('a'))
      expect(await bench.store.findByKey('ben', { key: 'k', digest: 'd1' })).toBeNull()
      expect(await bench.store.enqueue(keyed('b', 'd2', { client: 'ben' }))).toMatchObject({ id: 'b' })
    })

    it('answers although the queue is full', async () => {
      await bench.reopen({ maxUnfinished: 1 })
      await bench.store.enqueue(keyed('a'))
      expect(await bench.store.enqueue(keyed('b'))).toMatchObject({ id: 'a' })
    })

    it('is not taken by a job that was refused', async () => {
      await bench.reopen({ maxUnfinished: 1 })
      await bench.store.enqueue(newJob('other'))
      await expect(bench.store.enqueue(keyed('a'))).rejects.toMatchObject({ code: 'queue_full' })
      expect(await bench.store.findByKey('ada', { key: 'k', digest: 'd1' })).toBeNull()
      await bench.store.cancel('other')
      expect(await bench.store.enqueue(keyed('b', 'd2'))).toMatchObject({ id: 'b' })
    })

    it('is free again when its time is over, but not while its job is unfinished', async () => {
      await bench.reopen({ idempotencyTtlMs: 5_000 })
      await bench.store.enqueue(keyed('a'))
      await bench.harness.advance(5_001)
      expect(await bench.store.enqueue(keyed('b')), 'still waiting').toMatchObject({ id: 'a' })
      await bench.store.cancel('a')
      expect(await bench.store.findByKey('ada', { key: 'k', digest: 'd1' })).toBeNull()
      expect(await bench.store.enqueue(keyed('c', 'd2'))).toMatchObject({ id: 'c' })
      expect(await bench.store.enqueue(keyed('d', 'd2'))).toMatchObject({ id: 'c' })
      expect(await bench.store.get('a'), 'the job is remembered').toMatchObject({ status: 'cancelled' })
    })

    it('is forgotten with its job', async () => {
      await bench.reopen({ maxFinished: 1 })
      await bench.store.enqueue(keyed('a'))
      await bench.store.cancel('a')
      await bench.store.acknowledge('a')
      await finishAll(bench.store, ['x', 'y'])
      expect(await bench.store.get('a')).toBeNull()
      expect(await bench.store.enqueue(keyed('b', 'd2'))).toMatchObject({ id: 'b' })
    })
  })
}
