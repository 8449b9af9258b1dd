import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type JobStore, openSqliteJobStore } from '../../src/index.ts'
import { done, newJob, textOf } from '../contract/store-harness.ts'
import { StoreModel } from '../fixtures/store-model.ts'

const LEASE_MS = 1_000
const client = fc.constantFrom('ada', 'ben', 'cem')
const priority = fc.constantFrom('high' as const, 'normal' as const)
const pick = fc.nat({ max: 9 })

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('enqueue' as const), client, priority, fresh: fc.boolean(), work: pick }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('keyed' as const),
      client,
      key: fc.nat({ max: 2 }),
      digest: fc.nat({ max: 1 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('claim' as const) }) },
  // Any attempt that was ever handed out: the current one, or one that a stopped worker wakes up with long after.
  { weight: 4, arbitrary: fc.record({ do: fc.constant('finish' as const), pick: fc.nat({ max: 50 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'shutdown' as const), pick: fc.nat({ max: 50 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), pick: fc.nat({ max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('heartbeat' as const), pick: fc.nat({ max: 50 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.nat({ max: 800 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('jump' as const), ms: fc.integer({ min: -3_600_000, max: 3_600_000 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reclaim' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A store under test, what should be in it, and a disk that can be taken away from a process in the middle of its work. */
class Rig {
  readonly model = new StoreModel(LEASE_MS)
  readonly #root: string
  #life = 0
  #store: JobStore
  #wall = 1_700_000_000_000
  #lastId = 0

  constructor(root: string) {
    this.#root = root
    this.#store = this.#open()
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const one of steps) {
      await this.#take(one)
      expect(await this.#store.counts()).toEqual(this.model.counts())
    }
    for (const { id, status, result } of this.model.jobs.values()) {
      expect(await this.#store.get(id)).toMatchObject({ id, status })
      expect(await textOf(this.#store, id)).toBe(result)
    }
  }

  close(): Promise<void> {
    return this.#store.close()
  }

  async #take(one: Step): Promise<void> {
    const { model } = this
    const store = this.#store
    switch (one.do) {
      case 'enqueue': {
        const job = newJob(`job-${++this.#lastId}`, { ...one, address: `work-${one.work}` })
        return model.enqueued(job, await store.enqueue(job))
      }
      case 'keyed': {
        const idempotency = { key: `key-${one.key}`, digest: `digest-${one.digest}` }
        const job = newJob(`job-${++this.#lastId}`, { client: one.client, idempotency })
        const answer = await store.enqueue(job).catch((error: { code: string }) => error.code)
        return model.enqueuedUnderKey(job, answer)
      }
      case 'claim':
        return model.claimed(await store.claim())
      case 'finish': {
        const { id, attempt } = model.everHeld(one.pick)
        const text = `{"by":"${id}, attempt ${attempt}"}`
        return model.finished(id, attempt, text, await store.finish(id, attempt, done(text)))
      }
      case 'release':
      case 'shutdown': {
        const { id, attempt } = model.everHeld(one.pick)
        const reason = one.do === 'release' ? 'worker_crashed' : 'shutdown'
        return model.released(id, attempt, reason, await store.release(id, attempt, reason))
      }
      case 'cancel': {
        const id = `job-${one.pick}`
        return model.cancelled(id, await store.cancel(id))
      }
      case 'heartbeat': {
        const held = model.everHeld(one.pick)
        return model.beaten(held, await store.heartbeat([held]))
      }
      case 'advance':
        this.#wall += one.ms
        model.monotonic += one.ms
        return
      case 'jump':
        this.#wall += one.ms
        return
      case 'reclaim':
        return model.reclaimed(await store.reclaim())
      case 'crash':
        return this.#crash()
    }
  }

  /** The next life starts from the bytes that lie on the disk now; the one before never gets to close. */
  async #crash(): Promise<void> {
    const before = this.#folder()
    // Asked for and not answered yet: it may be there or not.
    const unanswered = `unanswered-${++this.#life}`
    const pending = this.#store.enqueue(newJob(unanswered))
    const after = this.#folder()
    await mkdir(after)
    for (const name of await readdir(before)) {
      if (/\.db(-wal)?$/.test(name)) await copyFile(path.join(before, name), path.join(after, name))
    }
    await pending
    await this.#store.close()
    this.#store = this.#open()
    this.model.diedAndCameBack(await this.#store.get(unanswered))
  }

  #folder(): string {
    return path.join(this.#root, `life-${this.#life}`)
  }

  #open(): JobStore {
    return openSqliteJobStore({
      path: path.join(this.#folder(), 'jobs.db'),
      thread: false,
      limits: { leaseMs: LEASE_MS, maxWorkerCrashes: 3 },
      clock: { now: () => this.#wall, monotonic: () => this.model.monotonic },
    })
  }
}

it('a store is what its model says, whatever dies, sleeps or jumps', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      const root = await mkdtemp(path.join(tmpdir(), 'tezgah-model-'))
      const rig = new Rig(root)
      try {
        await rig.run(steps)
      } finally {
        await rig.close()
        await rm(root, { recursive: true, force: true })
      }
    }),
    { numRuns: Number(process.env['TEZGAH_MODEL_RUNS'] ?? 40) },
  )
})
