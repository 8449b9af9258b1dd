import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Job, JobStore, NewJob } from '../../src/index.ts'
import { openPostgresJobStore } from '../../src/postgres/index.ts'
import { done, failed, newJob, textOf } from '../contract/store-harness.ts'
import { type CutOffProxy, startCutOffProxy } from './cut-off-proxy.ts'
import { onDatabase, postgresHarness, prepareTemplate } from './harness.ts'
import { type Server, startServer } from './server.ts'

const server = await startServer()

if (typeof server === 'string') it('the store on PostgreSQL', ({ skip }) => skip(server))
else describeStore(server, await prepareTemplate(server))

function describeStore(server: Server, template: string): void {
  const stores: JobStore[] = []
  let harness: Awaited<ReturnType<typeof postgresHarness>>

  beforeEach(async () => {
    harness = await postgresHarness(server, template)
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await harness.cleanUp()
  })
  afterAll(async () => {
    await server.dropDatabase(template)
    await server.stop()
  })

  const open = async (options: Partial<Parameters<typeof openPostgresJobStore>[0]> = {}) => {
    const store = await openPostgresJobStore({ url: harness.url, ...options })
    stores.push(store)
    return store
  }
  const rows = (sql: string) => onDatabase(harness.url, sql)
  const keyed = (id: string, changes: Partial<NewJob> = {}) =>
    newJob(id, { idempotency: { key: 'k', digest: 'd' }, ...changes })

  describe('processes that share a database', { timeout: 30_000 }, () => {
    it('hand each job out once, whoever asks', async () => {
      const machines = await Promise.all([open(), open(), open()])
      const ids = Array.from({ length: 20 }, (_, n) => `job-${n}`)
      for (const id of ids) await machines[0]!.enqueue(newJob(id))
      const claims = await Promise.all(ids.map((_, n) => machines[n % 3]!.claim()))
      expect(claims.map((job) => job?.id).sort()).toEqual(ids.sort())
    })

    it('take one job for a key that comes to all of them at once', async () => {
      const machines = await Promise.all([open(), open(), open()])
      const jobs = await Promise.all(Array.from({ length: 30 }, (_, n) => machines[n % 3]!.enqueue(keyed(`job-${n}`))))
      expect(new Set(jobs.map(({ id }) => id)).size).toBe(1)
      expect(await machines[0]!.counts()).toMatchObject({ queued: 1 })
    })

    it('keep the limit of unfinished jobs together', async () => {
      const machines = await Promise.all([1, 2, 3].map(() => open({ limits: { maxUnfinished: 5 } })))
      const answers = await Promise.allSettled(
        Array.from({ length: 12 }, (_, n) => machines[n % 3]!.enqueue(newJob(`job-${n}`))),
      )
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
    })

    it('agree about every job with pg-boss, whatever they do at once', async () => {
      const machines = await Promise.all([open({ limits: { maxResults: 3 } }), open({ limits: { maxResults: 3 } })])
      const action = fc.constantFrom('enqueue', 'claim', 'finish', 'fail', 'release', 'crash', 'cancel', 'collide')
      const step = fc.tuple(action, fc.nat({ max: 1 }), fc.nat({ max: 9 }))
      let runs = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
          const prefix = `run${runs++}`
          const held: Job[] = []
          let last = 0
          const act = async ([kind, at, which]: (typeof steps)[number]) => {
            const store = machines[at]!
            const job = held[which % Math.max(1, held.length)]
            const { id, attempts } = job ?? { id: `${prefix}-${which}`, attempts: 1 }
            if (kind === 'enqueue') await store.enqueue(newJob(`${prefix}-${last++}`, { address: `a${which % 4}` }))
            else if (kind === 'claim') await store.claim().then((taken) => taken && held.push(taken))
            else if (kind === 'finish') await store.finish(id, attempts, done(`{"of":"${which % 4}"}`))
            else if (kind === 'fail') await store.finish(id, attempts, failed)
            else if (kind === 'release') await store.release(id, attempts, 'shutdown')
            else if (kind === 'crash') await store.release(id, attempts, 'worker_crashed')
            else if (kind === 'cancel') await store.cancel(`${prefix}-${which}`)
            else await Promise.all([store.finish(id, attempts, done()), machines[1 - at]!.cancel(id), store.reclaim()])
          }
          for (let n = 0; n < steps.length; n += 5) await Promise.all(steps.slice(n, n + 5).map(act))
          expect(await rows(DISAGREEMENTS)).toEqual([])
        }),
        { numRuns: 25 },
      )
    })
  })

  it('cancels a job that pg-boss does not know any more, and drops one that only pg-boss knows', async () => {
    const store = await open()
    for (const id of ['a', 'b']) await store.enqueue(newJob(id))
    await rows(`DELETE FROM tezgah_queue.job WHERE id = (SELECT boss_id FROM tezgah.jobs WHERE id = 'a')`)
    expect(await store.cancel('a')).toMatchObject({ status: 'cancelled' })
    await rows(`DELETE FROM tezgah.jobs WHERE id = 'b'`)
    expect(await store.claim()).toBeNull()
    expect(await rows(`SELECT state FROM tezgah_queue.job`)).toEqual([{ state: 'completed' }])
  })

  describe('an attempt', { timeout: 30_000 }, () => {
    it('that is late leaves nothing behind', async () => {
      const [slow, quick] = [await open(), await open()]
      await slow.enqueue(newJob('a'))
      await slow.claim()
      await harness.advance(60_000)
      expect(await quick.reclaim()).toMatchObject([{ id: 'a', status: 'queued' }])
      await quick.claim()
      expect(await slow.finish('a', 1, done('late'))).toBeNull()
      expect(await rows('SELECT 1 FROM tezgah.results'), 'no bytes without a job').toEqual([])
      await quick.finish('a', 2, done('right'))
      expect(await textOf(slow, 'a')).toBe('right')
    })

    it('that pg-boss itself has given up runs again, and its worker is counted as dead', async () => {
      const store = await open({ limits: { maxWorkerCrashes: 2 } })
      await store.enqueue(newJob('a'))
      await store.claim()
      const giveUp = () => rows(`UPDATE tezgah_queue.job SET state = 'retry' WHERE state = 'active'`)
      await giveUp()
      expect(await store.heartbeat([{ id: 'a', attempt: 1 }])).toEqual(['a'])
      expect(await store.finish('a', 1, done())).toBeNull()
      expect(await store.claim(), 'before anybody looked for it').toMatchObject({ status: 'running', attempts: 2 })
      await giveUp()
      const error = { code: 'worker_crashed' }
      expect(await store.reclaim()).toMatchObject([{ id: 'a', status: 'failed', attempts: 2, error }])
      expect(await store.claim()).toBeNull()
      expect(await rows(DISAGREEMENTS)).toEqual([])
    })

    it('that is cut off with half of its result on the way holds up nobody and commits nothing', async () => {
      const proxy = await startCutOffProxy(harness.url)
      try {
        const [far, near] = [await open({ url: proxy.urlOf(harness.url), timeoutMs: 3_000 }), await open()]
        await far.enqueue(newJob('a'))
        await far.claim()
        const cut = proxy.cutAfter(6)
        const finishing = far.finish('a', 1, done('x'.repeat(1_000_000))).catch((error: unknown) => error)
        await cut
        await harness.advance(60_000)
        expect(await near.reclaim(), 'nothing of it is locked').toMatchObject([{ id: 'a', status: 'queued' }])
        await near.claim()
        expect(await near.finish('a', 2, done('right'))).toMatchObject({ status: 'done', attempts: 2 })
        proxy.heal()
        expect([null, 'store_failed']).toContain(codeOf(await finishing))
        expect(await textOf(near, 'a')).toBe('right')
        expect(await rows('SELECT count(*) AS kept FROM tezgah.results')).toEqual([{ kept: '1' }])
      } finally {
        await Promise.all(stores.splice(0).map((store) => store.close()))
        await proxy.close()
      }
    })

    it('that is cut off after any statement of its commit ends once, by itself or by the next', async () => {
      const { statements } = await endAfter(Number.POSITIVE_INFINITY)
      const cuts = await Promise.all(Array.from({ length: statements }, (_, n) => endAfter(n + 1)))
      const first = cuts.findIndex(({ by }) => by === 'first')
      expect(first, 'there is one statement that commits').toBeGreaterThan(2)
      // A statement may go out in one chunk or in two, so the last cuts may all come too late.
      expect(new Set(cuts.slice(first).map(({ by }) => by)), 'and none after it').toEqual(new Set(['first']))
    })

    /** Cuts the network after so many statements of a commit, in a database of its own; who has ended the job? */
    const endAfter = async (statements: number) => {
      const own = await postgresHarness(server, template)
      const proxy = await startCutOffProxy(own.url)
      const far = await openPostgresJobStore({ url: proxy.urlOf(own.url), timeoutMs: 4_000, onError: () => {} })
      const near = await openPostgresJobStore({ url: own.url })
      try {
        await far.enqueue(newJob('a'))
        await far.claim()
        const before = proxy.sent()
        const cut = proxy.cutAfter(statements)
        const finishing = far.finish('a', 1, done('first')).catch((error: unknown) => error)
        await Promise.race([cut, finishing])
        const sent = proxy.sent() - before
        await own.advance(60_000)
        // What the cut one has locked is free after two seconds.
        while ((await near.get('a'))?.status === 'running') await near.reclaim()
        const next = await near.claim()
        if (next !== null) await near.finish('a', next.attempts, done('second'))
        const by = next === null ? 'first' : 'second'
        expect(await textOf(near, 'a')).toBe(by)
        proxy.heal()
        await finishing
        expect(await textOf(near, 'a'), 'what was held back changes nothing').toBe(by)
        expect(await near.get('a')).toMatchObject({ status: 'done', attempts: next?.attempts ?? 1 })
        expect(await onDatabase(own.url, DISAGREEMENTS)).toEqual([])
        expect(await onDatabase(own.url, 'SELECT sha256 IS NULL AS orphan FROM tezgah.results')).toEqual([
          { orphan: false },
        ])
        return { by, statements: sent }
      } finally {
        await Promise.all([far.close(), near.close()])
        await proxy.close()
        await own.cleanUp()
      }
    }
  })

  describe('a job whose confirmation is lost', { timeout: 30_000 }, () => {
    /** Stores jobs through a network that takes the last one's commit and brings no answer. */
    const storeAndCut = async (change: (proxy: CutOffProxy) => void) => {
      const proxy = await startCutOffProxy(harness.url)
      const far = await openPostgresJobStore({ url: proxy.urlOf(harness.url), timeoutMs: 1_000, onError: () => {} })
      try {
        const near = await open()
        await far.enqueue(newJob('first'))
        const before = proxy.sent()
        await far.enqueue(newJob('second'))
        const cut = proxy.cutAfter(proxy.sent() - before)
        const answer = far.enqueue(newJob('third')).catch((error: unknown) => error)
        await cut
        while ((await near.get('third')) === null);
        change(proxy)
        return await answer
      } finally {
        await far.close()
        await proxy.close()
      }
    }

    it('is looked up, and was stored', async () => {
      expect(await storeAndCut(({ drop }) => drop())).toMatchObject({ id: 'third', status: 'queued' })
    })

    it('is in doubt where it cannot be looked up', async () => {
      const error = await storeAndCut(() => {})
      expect(error).toMatchObject({
        code: 'store_failed',
        inDoubt: true,
        message: expect.stringMatching(/may or may not have committed/),
      })
    })
  })

  describe('openPostgresJobStore', () => {
    it('makes its tables once, however many open it at once, and again changes nothing', async () => {
      const url = await server.createDatabase()
      try {
        const opened = await Promise.all([1, 2, 3, 4].map(() => openPostgresJobStore({ url })))
        await opened[0]!.enqueue(newJob('a'))
        await Promise.all(opened.map((store) => store.close()))
        const again = await openPostgresJobStore({ url })
        expect(await again.get('a')).toMatchObject({ status: 'queued' })
        await again.close()
        expect(await onDatabase(url, 'SELECT version FROM tezgah.schema_version')).toEqual([{ version: 2 }])
      } finally {
        await server.dropDatabase(url)
      }
    })

    it('refuses tables of a later release', async () => {
      await rows('UPDATE tezgah.schema_version SET version = 99')
      await expect(open()).rejects.toMatchObject({
        code: 'store_failed',
        message: expect.stringContaining('schema version 99, this release knows up to 2'),
      })
    })

    it('does not wait for a server that is not there, and does not tell the password', async () => {
      const url = 'postgres://tezgah:secret@127.0.0.1:1/tezgah'
      const error = await openPostgresJobStore({ url }).catch((caught: unknown) => caught)
      expect(error).toMatchObject({ code: 'store_failed', message: expect.stringContaining('ECONNREFUSED') })
      expect(String(error)).not.toContain('secret')
    })

    it.each([
      [{ schema: 'Robert"; DROP' }, /schema must be 1 to 40 of a-z/],
      [{ connections: 1 }, /connections must be a whole number from 2 to 100, received 1/],
      [{ timeoutMs: 5 }, /timeoutMs must be a whole number from 100/],
      [{ limits: { leaseMs: 0 } }, /limits\.leaseMs must be a whole number from 1/],
    ])('refuses %j', async (options, message) => {
      await expect(openPostgresJobStore({ url: harness.url, ...options })).rejects.toThrow(message)
    })

    it('takes the limits that another process has given', async () => {
      await open({ limits: { maxUnfinished: 1, leaseMs: 8_000 } })
      const worker = await open()
      expect(worker.heartbeatMs).toBe(2_000)
      await worker.enqueue(newJob('a'))
      await expect(worker.enqueue(newJob('b'))).rejects.toMatchObject({ code: 'queue_full' })
    })

    it('returns to every process what the others did, each change once and in order', async () => {
      const [api, worker] = [await open(), await open({ announces: false })]
      expect(worker.changesSince).toBeUndefined()
      await api.enqueue(newJob('before'))
      const begun = await api.changesSince!(null)
      expect(begun).toMatchObject({ arrived: [], running: [], ended: [] })
      await api.enqueue(newJob('after'))
      await worker.claim()
      const second = await api.changesSince!(begun.cursor)
      expect(second).toMatchObject({ arrived: [{ id: 'after' }], running: [{ id: 'before', attempts: 1 }], ended: [] })
      await worker.claim()
      await worker.finish('after', 1, done())
      await worker.finish('before', 1, failed)
      const third = await api.changesSince!(second.cursor)
      expect(third).toMatchObject({ arrived: [], running: [], ended: [{ id: 'after' }, { id: 'before' }] })
      expect(await api.changesSince!(third.cursor)).toEqual({
        arrived: [],
        running: [],
        ended: [],
        cursor: third.cursor,
      })
    })

    it('hears of no ends where it only works', async () => {
      const [worker, api] = [await open({ announces: false }), await open()]
      await api.enqueue(newJob('a'))
      await worker.claim()
      await worker.finish('a', 1, done())
      expect(await worker.unacknowledged(10)).toEqual([])
      expect(await api.unacknowledged(10)).toMatchObject([{ id: 'a' }])
    })
  })
}

/** Jobs that our table and pg-boss see differently, and a gap in the numbers of ends. */
const DISAGREEMENTS = `
  SELECT j.id, j.status, j.attempts, b.state, b.retry_count FROM tezgah.jobs j
  LEFT JOIN tezgah_queue.job b ON b.id = j.boss_id
  WHERE NOT CASE
    WHEN j.boss_id IS NULL THEN j.status = 'done'
    WHEN j.status = 'queued' THEN b.state IN ('created', 'retry')
    WHEN j.status = 'running' THEN b.state = 'active' AND b.retry_count = j.attempts - 1
    ELSE b.state IN ('completed', 'cancelled') END
  UNION ALL
  SELECT 'ends', count(finish_seq)::text, max(finish_seq)::integer, NULL, NULL FROM tezgah.jobs
  HAVING count(finish_seq) <> coalesce(max(finish_seq), 0)`

function codeOf(answer: unknown): unknown {
  return answer instanceof Error && 'code' in answer ? answer.code : answer
}
