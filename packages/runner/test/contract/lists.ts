import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { newJob } from './store-harness.ts'

export function describeLists(bench: Bench): void {
  describe('a list of jobs', () => {
    it('goes newest first, a page at a time, and is not confused by jobs that arrive meanwhile', async () => {
      const { store } = bench
      for (const id of ['a', 'b', 'c', 'd', 'e']) await store.enqueue(newJob(id))
      const first = await store.list({ limit: 2 })
      await store.enqueue(newJob('f'))
      const second = await store.list({ limit: 2, cursor: first.nextCursor ?? '' })
      const third = await store.list({ limit: 2, cursor: second.nextCursor ?? '' })
      expect([first, second, third].map((page) => page.jobs.map(({ id }) => id).join(''))).toEqual(['ed', 'cb', 'a'])
      expect(third.nextCursor).toBeNull()
    })

    it('can be of one status', async () => {
      const { store } = bench
      for (const id of ['a', 'b', 'c']) await store.enqueue(newJob(id))
      await store.claim()
      expect((await store.list({ status: 'queued' })).jobs.map(({ id }) => id)).toEqual(['c', 'b'])
      expect(await store.counts()).toEqual({ queued: 2, running: 1, done: 0, failed: 0, cancelled: 0 })
    })

    it('is refused for a limit out of bounds and a cursor that no list gave', async () => {
      const { store } = bench
      for (const limit of [0, 201, 1.5, Number.NaN]) await expect(store.list({ limit })).rejects.toThrow(RangeError)
      for (const cursor of ['', 'x', 'ajEuMA', `${'A'.repeat(5_000)}`]) {
        await expect(store.list({ cursor }), cursor).rejects.toMatchObject({ code: 'invalid_cursor' })
      }
    })
  })
}
