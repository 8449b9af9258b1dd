import { describe, expect, it } from 'vitest'
import type { Bench } from './job-store-contract.ts'
import { done, newJob, textOf } from './store-harness.ts'

/** Long enough for a driver whose clock cannot be stopped between two calls. */
const LEASE_MS = 60_000

export function describeLeases(bench: Bench): void {
  describe('a lease', () => {
    const begin = async (limits = {}) => {
      await bench.reopen({ leaseMs: LEASE_MS, ...limits })
      await bench.store.enqueue(newJob('a'))
      await bench.store.claim()
    }

    it('is asked to be renewed several times within its length', async () => {
      await begin()
      expect(bench.store.heartbeatMs).toBeGreaterThan(0)
      expect(bench.store.heartbeatMs).toBeLessThanOrEqual(LEASE_MS / 3)
    })

    it('lasts its time and no longer; the job runs again, and the first attempt has no say', async () => {
      await begin()
      await bench.harness.advance(LEASE_MS / 2)
      expect(await bench.store.reclaim()).toEqual([])
      await bench.harness.advance(LEASE_MS / 2 + 1)
      expect(await bench.store.reclaim()).toMatchObject([{ id: 'a', status: 'queued', attempts: 1 }])
      expect(await bench.store.heartbeat([{ id: 'a', attempt: 1 }]), 'not the current attempt').toEqual(['a'])
      expect(await bench.store.claim()).toMatchObject({ id: 'a', attempts: 2 })
      expect(await bench.store.finish('a', 1, done('late'))).toBeNull()
      expect(await bench.store.heartbeat([{ id: 'a', attempt: 2 }])).toEqual([])
      expect(await bench.store.finish('a', 2, done('right'))).toMatchObject({ status: 'done' })
      expect(await textOf(bench.store, 'a')).toBe('right')
    })

    it('is extended by a heartbeat, for as long as they come', async () => {
      await begin()
      for (let beat = 0; beat < 5; beat++) {
        await bench.harness.advance(LEASE_MS * 0.7)
        expect(await bench.store.heartbeat([{ id: 'a', attempt: 1 }])).toEqual([])
        expect(await bench.store.reclaim()).toEqual([])
      }
    })

    it('is lost by a job that was cancelled, and the holder hears of it', async () => {
      await begin()
      await bench.store.cancel('a')
      const held = [
        { id: 'a', attempt: 1 },
        { id: 'nobody', attempt: 1 },
      ]
      expect(await bench.store.heartbeat(held)).toEqual(['a', 'nobody'])
      await bench.harness.advance(LEASE_MS * 2)
      expect(await bench.store.reclaim()).toEqual([])
    })

    it('that runs out too often parks the job with its error', async () => {
      await begin({ maxWorkerCrashes: 2 })
      await bench.harness.advance(LEASE_MS + 1)
      await bench.store.reclaim()
      await bench.store.claim()
      await bench.harness.advance(LEASE_MS + 1)
      const [parked] = await bench.store.reclaim()
      expect(parked).toMatchObject({ id: 'a', status: 'failed', error: { code: 'worker_crashed' } })
      expect(await bench.store.claim()).toBeNull()
    })

    it.for([3_600_000, -3_600_000, Date.UTC(2038, 0, 19, 3, 14, 8)])(
      'does not mind that the wall clock jumps by %d ms',
      async (jump, { skip }) => {
        if (bench.harness.jumpWallClock === undefined) skip('this driver has no wall clock that could be set')
        await begin()
        await bench.harness.jumpWallClock?.(jump)
        expect(await bench.store.reclaim(), 'not early').toEqual([])
        await bench.harness.advance(LEASE_MS + 1)
        expect(await bench.store.reclaim(), 'not late').toHaveLength(1)
      },
    )

    it('does not outlive its holder: the job of a dead process runs again', async () => {
      await begin()
      await bench.store.enqueue(newJob('b'))
      await bench.reopen({ leaseMs: LEASE_MS })
      await bench.harness.advance(LEASE_MS + 1)
      await bench.store.reclaim()
      expect(await bench.store.get('a')).toMatchObject({ status: 'queued', attempts: 1, startedAt: null })
      expect(await bench.store.finish('a', 1, done())).toBeNull()
      expect(await bench.store.claim(), 'it keeps its place in the line').toMatchObject({ id: 'a', attempts: 2 })
    })
  })
}
