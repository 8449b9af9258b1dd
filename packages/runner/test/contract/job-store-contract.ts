import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JobStore, StoreLimits } from '../../src/index.ts'
import { describeCode } from './code.ts'
import { describeEndings } from './ends.ts'
import { describeIdempotency } from './idempotency.ts'
import { describeLeases } from './leases.ts'
import { describeLifecycle } from './lifecycle.ts'
import { describeLists } from './lists.ts'
import { describeOrder } from './order.ts'
import { describeRetention } from './retention.ts'
import { describeReuse } from './reuse.ts'
import { newJob, type StoreHarness } from './store-harness.ts'

/** What a part of the suite works on. `store` is another one after `reopen`. */
export type Bench = {
  readonly store: JobStore
  readonly harness: StoreHarness
  /** Closes the store and opens it again on the same data. */
  readonly reopen: (limits?: Partial<StoreLimits>) => Promise<void>
}

/** Every driver of the job-store port runs this suite. */
export function describeJobStore(name: string, createHarness: () => Promise<StoreHarness>): void {
  describe(`job store contract: ${name}`, () => {
    let harness: StoreHarness
    let store: JobStore

    beforeEach(async () => {
      harness = await createHarness()
      store = await harness.open()
    })
    afterEach(async () => {
      await store.close()
      await harness.cleanUp()
    })

    const bench: Bench = {
      get store() {
        return store
      },
      get harness() {
        return harness
      },
      reopen: async (limits) => {
        await store.close()
        store = await harness.open(limits)
      },
    }

    describeLifecycle(bench)
    describeEndings(bench)
    describeOrder(bench)
    describeIdempotency(bench)
    describeReuse(bench)
    describeCode(bench)
    describeLeases(bench)
    describeLists(bench)
    describeRetention(bench)

    it('finishes what was asked for before it closes, and refuses work after', async () => {
      const enqueued = store.enqueue(newJob('a'))
      await store.close()
      expect(await enqueued).toMatchObject({ status: 'queued' })
      await expect(store.claim()).rejects.toMatchObject({ code: 'closed' })
      await expect(store.get('a')).rejects.toMatchObject({ code: 'closed' })
      await bench.reopen()
      expect(await store.get('a')).toMatchObject({ status: 'queued' })
    })
  })
}
