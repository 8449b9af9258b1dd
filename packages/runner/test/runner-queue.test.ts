import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createRunner,
  type Job,
  type JobStore,
  openSqliteJobStore,
  type Runner,
  type RunnerEvents,
  type RunnerOptions,
  readDatasetFolder,
  type StoreLimits,
} from '../src/index.ts'
import { makeWorkbench, strategiesModule, type Workbench } from './fixtures/workbench.ts'

// Each test starts threads, which takes long where many tests share few cores.
describe('the queue of a runner', { timeout: 30_000 }, () => {
  let bench: Workbench
  let store: JobStore
  let runner: Runner
  let errors: unknown[]

  const openStore = (limits: Partial<StoreLimits> = {}) =>
    openSqliteJobStore({ path: path.join(bench.folder, 'jobs.db'), limits })
  const start = async (options: Partial<RunnerOptions> = {}) =>
    createRunner({
      store,
      datasets: await readDatasetFolder(bench.datasets),
      strategiesModule,
      defaults: { strategy: 'above-average', dataset: 'waves' },
      concurrency: 1,
      onError: (error) => errors.push(error),
      ...options,
    })
  const restart = async (options: Partial<RunnerOptions> = {}, limits: Partial<StoreLimits> = {}) => {
    await runner.close(0)
    await store.close()
    store = openStore(limits)
    runner = await start(options)
  }
  /** The next job of which this is told. */
  const next = (event: Exclude<keyof RunnerEvents, 'progress'>): Promise<Job> =>
    new Promise((resolve) => {
      const off = runner.on(event, (job: Job) => {
        off()
        resolve(job)
      })
    })

  beforeEach(async () => {
    errors = []
    bench = await makeWorkbench()
    store = openStore()
    runner = await start()
  })
  afterEach(async () => {
    await runner.close(0)
    await store.close()
    await bench.remove()
    expect(errors).toEqual([])
  })

  it('makes one job of a thousand requests with one key, also across a restart', async () => {
    const ask = () => runner.enqueue({ params: { period: 9 } }, { client: 'ada', idempotencyKey: 'k' })
    const jobs = await Promise.all(Array.from({ length: 500 }, ask))
    await restart()
    jobs.push(...(await Promise.all(Array.from({ length: 500 }, ask))))
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1)
    expect((await runner.list()).jobs).toHaveLength(1)
    expect(
      await runner.findByIdempotencyKey({ params: { period: 9 } }, { client: 'ada', idempotencyKey: 'k' }),
    ).not.toBeNull()
    const other = { client: 'ada', idempotencyKey: 'k' }
    await expect(runner.enqueue({}, other)).rejects.toMatchObject({ code: 'idempotency_conflict' })
    await expect(runner.findByIdempotencyKey({}, other)).rejects.toMatchObject({ code: 'idempotency_conflict' })
    expect(await runner.findByIdempotencyKey({}, { client: 'ben', idempotencyKey: 'k' })).toBeNull()
    expect(await runner.enqueue({}, { client: 'ben', idempotencyKey: 'k' })).not.toMatchObject({ id: jobs[0]?.id })
  })

  it('tells of a replayed job nothing anew', async () => {
    const told: string[] = []
    runner.on('queued', ({ id }) => void told.push(id))
    const first = await runner.enqueue({}, { idempotencyKey: 'k' })
    await runner.enqueue({}, { idempotencyKey: 'k' })
    expect(told).toEqual([first.id])
  })

  it('answers identical work from the store, and ends it like any other job', async () => {
    const ended: string[] = []
    await restart({ onFinish: async ({ id }) => void ended.push(id) })
    const done = next('done')
    const first = await runner.enqueue({})
    await done
    const doneAgain = next('done')
    const second = await runner.enqueue({})
    expect(second).toMatchObject({ status: 'done', reusedFrom: first.id })
    expect(await doneAgain).toEqual(second)
    expect(await runner.result(second.id)).toEqual(await runner.result(first.id))
    const started = next('started')
    const third = await runner.enqueue({}, { fresh: true })
    expect(await started).toMatchObject({ id: third.id })
    await runner.drain()
    expect(ended).toEqual([first.id, second.id, third.id])
  })

  it('does not answer from what other code has computed', async () => {
    const done = next('done')
    await runner.enqueue({})
    await done
    await restart({ strategiesVersion: 'edited' })
    expect(await runner.enqueue({})).toMatchObject({ status: 'queued' })
  })

  it('serves priorities in order and clients in turn', async () => {
    runner.pause()
    const jobs = [
      await runner.enqueue({ params: { period: 1 } }, { client: 'ada' }),
      await runner.enqueue({ params: { period: 2 } }, { client: 'ada' }),
      await runner.enqueue({ params: { period: 3 } }, { client: 'ben' }),
      await runner.enqueue({ params: { period: 4 } }, { client: 'ada', priority: 'high' }),
    ]
    const started: string[] = []
    runner.on('started', ({ id }) => void started.push(id))
    await runner.drain()
    expect(started.map((id) => jobs.findIndex((job) => job.id === id))).toEqual([3, 0, 2, 1])
  })

  it('starts nothing while it is paused, and takes jobs all the same', async () => {
    runner.pause()
    expect(runner.isPaused).toBe(true)
    const job = await runner.enqueue({})
    expect(await store.get(job.id)).toMatchObject({ status: 'queued' })
    const done = next('done')
    runner.resume()
    expect(await done).toMatchObject({ id: job.id })
  })

  it('runs what is queued to its end when it drains, and takes no more', async () => {
    runner.pause()
    for (let period = 1; period <= 5; period++) await runner.enqueue({ params: { period } })
    const drained = runner.drain()
    await expect(runner.enqueue({})).rejects.toMatchObject({ code: 'closed' })
    await drained
    expect(await store.counts()).toMatchObject({ queued: 0, running: 0, done: 5 })
  })

  it('closes although whoever is told about ends never answers', async () => {
    await restart({ onFinish: () => new Promise(() => {}) })
    const done = next('done')
    await runner.enqueue({})
    await done
    await runner.close(0)
    expect(await store.unacknowledged(5)).toHaveLength(1)
  })

  it('hears of the ends of jobs that another process has run, also while it is paused', async () => {
    let tell: (id: string) => void = () => {}
    const told = new Promise<string>((resolve) => {
      tell = resolve
    })
    await restart({ onFinish: async ({ id }) => tell(id) })
    runner.pause()
    const { id } = await store.enqueue(runner.prepare({}))
    await store.claim()
    await store.finish(id, 1, { status: 'failed', error: { code: 'x', message: 'x', field: null }, runMs: 1 })
    expect(await told).toBe(id)
  })

  it('says when to come back while it is full', async () => {
    await restart({}, { maxUnfinished: 2 })
    runner.pause()
    await runner.enqueue({ params: { period: 1 } })
    await runner.enqueue({ params: { period: 2 } })
    const refused = await runner.enqueue({ params: { period: 3 } }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'queue_full', retryAfterMs: 5_000 })
  })

  it('frees the core of a job that another process has cancelled', async () => {
    const started = next('started')
    const endless = await runner.enqueue({ strategy: 'never-ends' })
    await started
    await store.cancel(endless.id)
    const done = next('done')
    const job = await runner.enqueue({})
    expect(await done).toMatchObject({ id: job.id })
  })

  it('finds jobs that another process has queued', async () => {
    const done = next('done')
    await store.enqueue(runner.prepare({}))
    expect(await done).toMatchObject({ attempts: 1 })
  })

  it.each([
    [{ client: '' }, 'client', /1 to 64 visible ASCII characters, received ""/],
    [{ client: 'a\nb' }, 'client', /visible/],
    [{ priority: 'urgent' as never }, 'priority', /one of high, normal, low, received "urgent"/],
    [{ fresh: 1 as never }, 'fresh', /true or false, received 1/],
    [{ idempotencyKey: '' }, 'idempotencyKey', /1 to 255/],
    [{ idempotencyKey: 'k'.repeat(256) }, 'idempotencyKey', /1 to 255/],
    [{ idempotencyKey: 'ş' }, 'idempotencyKey', /ASCII/],
  ])('refuses %j', (options, field, message) => {
    expect(() => runner.prepare({}, options)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        errors: [{ field, message: expect.stringMatching(message) }],
      }),
    )
  })

  it('has one version for one state of the strategies, and another for another', async () => {
    const { strategiesVersion } = runner
    await restart()
    expect(runner.strategiesVersion).toBe(strategiesVersion)
    expect(strategiesVersion).toMatch(/^[0-9a-f]{64}$/)
  })
})
