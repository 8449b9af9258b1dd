import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { done, finishAll, newJob, textOf } from './store-harness.ts'

export function describeRetention(bench: Bench): void {
  describe('retention', () => {
    it('drops the oldest results beyond the limit and keeps their jobs', async () => {
      await bench.reopen({ maxResults: 2 })
      await finishAll(bench.store, ['a', 'b', 'c'])
      expect(await textOf(bench.store, 'a')).toBeNull()
      expect(await bench.store.get('a')).toMatchObject({ status: 'done', resultBytes: 14 })
      expect(await textOf(bench.store, 'b')).toBe('{"result":"b"}')
      expect(await textOf(bench.store, 'c')).toBe('{"result":"c"}')
    })

    it('drops the oldest results beyond the limit of bytes, never the newest', async () => {
      await bench.reopen({ maxResultBytes: 29 })
      await finishAll(bench.store, ['a', 'b', 'c'])
      expect([await textOf(bench.store, 'a'), await textOf(bench.store, 'b')]).toEqual([null, '{"result":"b"}'])
      await bench.store.enqueue(newJob('d'))
      await bench.store.claim()
      await bench.store.finish('d', 1, done('x'.repeat(100)))
      expect((await textOf(bench.store, 'd'))?.length).toBe(100)
      expect(await textOf(bench.store, 'c')).toBeNull()
    })

    it('forgets the oldest finished jobs beyond the limit, once their end was acknowledged', async () => {
      await bench.reopen({ maxFinished: 1 })
      await finishAll(bench.store, ['a', 'b'])
      expect(await bench.store.get('a'), 'not acknowledged yet').not.toBeNull()
      await bench.store.acknowledge('a')
      await finishAll(bench.store, ['c'])
      expect(await bench.store.get('a')).toBeNull()
      expect(await textOf(bench.store, 'a')).toBeNull()
      expect(await bench.store.get('b')).not.toBeNull()
    })

    it('keeps equal results once, for as long as a job has them', async () => {
      await bench.reopen({ maxResults: 2 })
      for (const id of ['a', 'b']) {
        await bench.store.enqueue(newJob(id))
        await bench.store.claim()
        await bench.store.finish(id, 1, done('{"equal":true}'))
      }
      await finishAll(bench.store, ['c'])
      expect(await textOf(bench.store, 'a'), 'two results, three jobs').toBe('{"equal":true}')
      expect(await textOf(bench.store, 'b')).toBe('{"equal":true}')
    })
  })
}
