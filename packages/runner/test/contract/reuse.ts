import { describe, expect, it } from 'vitest'
import type { NewJob } from '../../src/index.ts'
import type { Bench } from './job-store-contract.ts'
import { done, failed, finishAll, newJob, textOf } from './store-harness.ts'

const same = (id: string, changes: Partial<NewJob> = {}) => newJob(id, { address: 'same', ...changes })

export function describeReuse(bench: Bench): void {
  describe('identical work', () => {
    const runFirst = async () => {
      await bench.store.enqueue(same('a'))
      await bench.store.claim()
      return bench.store.finish('a', 1, done('{"x":1}'))
    }

    it('is answered from the store, by a job of its own that says where from', async () => {
      const first = await runFirst()
      const second = await bench.store.enqueue(same('b', { client: 'ben' }))
      expect(second).toMatchObject({
        id: 'b',
        client: 'ben',
        status: 'done',
        attempts: 0,
        reusedFrom: 'a',
        runMs: null,
      })
      expect(second).toMatchObject({ summary: first?.summary, resultSha256: first?.resultSha256, resultBytes: 7 })
      expect(second).toMatchObject({ startedAt: null, finishedAt: second.createdAt })
      await bench.reopen()
      expect(await bench.store.get('b')).toEqual(second)
      expect(await textOf(bench.store, 'b')).toBe('{"x":1}')
      expect(
        (await bench.store.unacknowledged(5)).map(({ id }) => id),
        'it ends like any other',
      ).toEqual(['a', 'b'])
      expect(await bench.store.enqueue(same('c')), 'names who computed it').toMatchObject({ reusedFrom: 'a' })
    })

    it('is answered although the queue is full', async () => {
      await bench.reopen({ maxUnfinished: 1 })
      await runFirst()
      await bench.store.enqueue(newJob('other'))
      expect(await bench.store.enqueue(same('b'))).toMatchObject({ status: 'done' })
    })

    it('runs where a fresh run was asked for', async () => {
      await runFirst()
      expect(await bench.store.enqueue(same('b', { fresh: true }))).toMatchObject({ status: 'queued' })
      expect(await bench.store.claim()).toMatchObject({ id: 'b', status: 'running', reusedFrom: null })
    })

    it('that waited is answered when its turn comes', async () => {
      for (const id of ['a', 'b']) await bench.store.enqueue(same(id))
      await bench.store.enqueue(same('c', { fresh: true }))
      await bench.store.claim()
      await bench.store.finish('a', 1, done('{"x":1}'))
      const expected = { id: 'b', status: 'done', attempts: 0, reusedFrom: 'a', startedAt: null }
      expect(await bench.store.claim()).toMatchObject(expected)
      expect(await textOf(bench.store, 'b')).toBe('{"x":1}')
      expect(await bench.store.claim()).toMatchObject({ id: 'c', status: 'running' })
    })

    it('runs where the first one failed or its result was dropped', async () => {
      await bench.reopen({ maxResults: 1 })
      await bench.store.enqueue(same('a'))
      await bench.store.claim()
      await bench.store.finish('a', 1, failed)
      expect(await bench.store.enqueue(same('b'))).toMatchObject({ status: 'queued' })
      await bench.store.claim()
      await bench.store.finish('b', 1, done('{"x":1}'))
      await finishAll(bench.store, ['other'])
      expect(await bench.store.enqueue(same('c'))).toMatchObject({ status: 'queued', reusedFrom: null })
    })

    it('keeps a result alive that it uses, also when the job that computed it is forgotten', async () => {
      await bench.reopen({ maxResults: 2, maxFinished: 2 })
      await runFirst()
      await bench.store.acknowledge('a')
      await finishAll(bench.store, ['x'])
      await bench.store.enqueue(same('b'))
      await finishAll(bench.store, ['y'])
      expect(await bench.store.get('a')).toBeNull()
      expect(await textOf(bench.store, 'x'), 'used longest ago').toBeNull()
      expect(await textOf(bench.store, 'b')).toBe('{"x":1}')
      expect(await bench.store.enqueue(same('c'))).toMatchObject({ status: 'done', reusedFrom: 'a' })
    })
  })
}
