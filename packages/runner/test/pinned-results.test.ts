import { writeFile } from 'node:fs/promises'
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
} from '../src/index.ts'
import { type CodeState, writeStrategies } from './fixtures/edited-strategies.ts'
import { deployUnderLoad, findingsOf, tradesOf } from './fixtures/rolling-deploy.ts'
import { damageFiles } from './fixtures/sqlite-harness.ts'
import { makeWorkbench, strategiesModule, type Workbench, waves, writeDataset } from './fixtures/workbench.ts'

describe('results are of the code and data of their address', { timeout: 30_000 }, () => {
  let bench: Workbench
  let store: JobStore
  let errors: unknown[]
  const runners: Runner[] = []

  const start = async (state: CodeState, options: Partial<RunnerOptions> = {}): Promise<Runner> => {
    const runner = await createRunner({
      store,
      datasets: await readDatasetFolder(bench.datasets),
      strategiesModule: await writeStrategies(bench.folder, state),
      defaults: { strategy: 'above-average', dataset: 'waves' },
      concurrency: 1,
      resultCheckMs: 0,
      onError: (error) => errors.push(error),
      ...options,
    })
    runners.push(runner)
    return runner
  }
  const next = (runner: Runner, event: Exclude<keyof RunnerEvents, 'progress'>): Promise<Job> =>
    new Promise((resolve) => {
      const off = runner.on(event, (job: Job) => {
        off()
        resolve(job)
      })
    })
  const run = async (runner: Runner, request: object = {}): Promise<Job> => {
    const done = next(runner, 'done')
    await runner.enqueue(request)
    return done
  }
  /** A job that was accepted, and has not run when the process ends. */
  const queueAndStop = async (): Promise<Job> => {
    const runner = await start('before')
    runner.pause()
    const job = await runner.enqueue({})
    await runner.close(0)
    return job
  }

  beforeEach(async () => {
    errors = []
    bench = await makeWorkbench()
    store = openSqliteJobStore({ path: path.join(bench.folder, 'jobs.db') })
  })
  afterEach(async () => {
    for (const runner of runners.splice(0)) await runner.close(0)
    await store.close()
    await bench.remove()
  })

  it('a job that was queued before a deploy waits for its code, and old code is never answered with new results', async () => {
    const queued = await queueAndStop()
    const after = await start('after')
    const changed = await run(after)
    expect(changed.address).not.toBe(queued.address)
    expect(await tradesOf(after, changed)).toBe(0)
    expect(await store.get(queued.id)).toMatchObject({
      status: 'queued',
      attempts: 0,
      waiting: {
        reason: 'strategy',
        message: expect.stringMatching(/the code .* of strategy "above-average", the worker has/),
      },
    })
    await after.close(0)

    const before = await start('before')
    const ended = await next(before, 'done')
    expect(ended).toMatchObject({ id: queued.id, address: queued.address, reusedFrom: null })
    expect(await tradesOf(before, ended)).toBeGreaterThan(0)
    expect(await before.enqueue({})).toMatchObject({ reusedFrom: queued.id, address: queued.address })
    expect(errors).toEqual([])
  })

  it('a job whose dataset is another file now waits for it', async () => {
    const queued = await queueAndStop()
    await writeDataset(bench.folder, 'waves', waves(400))
    const runner = await start('before')
    await run(runner)
    expect(await store.get(queued.id)).toMatchObject({ status: 'queued', waiting: { reason: 'dataset' } })
  })

  it('two processes with other code on one store run their own jobs only', async () => {
    const [before, after] = [await start('before'), await start('after')]
    for (const runner of [before, after]) runner.pause()
    const periods = [3, 4, 5, 6]
    const ids = new Map<string, Runner>()
    for (const period of periods) {
      for (const runner of [before, after]) ids.set((await runner.enqueue({ params: { period } })).id, runner)
    }
    await Promise.all([before.drain(), after.drain()])
    for (const [id, runner] of ids) {
      const job = await store.get(id)
      if (job === null) throw new Error('the job is gone')
      expect(job).toMatchObject({ status: 'done', reusedFrom: null })
      expect((await tradesOf(runner, job)) === 0, 'the new code never trades').toBe(runner === after)
    }
    const addresses = await Promise.all([...ids.keys()].map(async (id) => (await store.get(id))?.address))
    expect(new Set(addresses).size).toBe(ids.size)
  })

  it('a rolling deploy under load stores only results of the code of their address', async () => {
    const accepted = await deployUnderLoad(bench, async () => ({ store, close: async () => {} }), 4)
    expect(await findingsOf(store, accepted)).toEqual([])
    expect(accepted).toHaveLength(4 * (2 + 3 + 2 + 3 + 2))
  })

  it('a job gets another address and runs where the runner is set to it', async () => {
    const queued = await queueAndStop()
    const after = await start('after', { onCodeChange: 'readdress' })
    const ended =
      (await store.get(queued.id))?.status === 'done' ? await store.get(queued.id) : await next(after, 'done')
    expect(ended).toMatchObject({ id: queued.id, status: 'done', attempts: 1 })
    expect(ended?.address).not.toBe(queued.address)
    expect(await after.enqueue({})).toMatchObject({ reusedFrom: queued.id, address: ended?.address })
    expect(await tradesOf(after, ended ?? queued)).toBe(0)
  })

  it('a job gets another address when it is asked for, and only while it waits', async () => {
    const queued = await queueAndStop()
    const after = await start('after')
    expect(await after.readdress('no such job')).toBeNull()
    await run(after, { params: { period: 9 } })
    const done = next(after, 'done')
    expect(await after.readdress(queued.id)).toMatchObject({ id: queued.id, status: 'queued', waiting: null })
    expect(await done).toMatchObject({ id: queued.id, status: 'done' })
    expect(await after.readdress(queued.id)).toBeNull()
  })

  it('a process whose files were edited beneath it runs nothing with them, and says so', async () => {
    const runner = await start('before')
    // Its first thread starts with the first run.
    await writeFile(path.join(bench.folder, 'before.mjs'), `export { strategies } from '${strategiesModule}' // edited`)
    const requeued = next(runner, 'requeued')
    const { id } = await runner.enqueue({})
    await requeued
    await runner.drain()
    expect(await store.get(id)).toMatchObject({ status: 'queued', waiting: { reason: 'strategy' }, resultSha256: null })
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining('have changed since') })])
  })

  describe.each(['flip', 'empty'] as const)('a damaged result (%s)', (damage) => {
    const damageAll = () => damageFiles(path.join(bench.folder, 'jobs.db'), damage)

    it('is not returned, and computed again to the same bytes', async () => {
      const repairs: string[] = []
      const runner = await start('before', { onRepair: async ({ address }) => void repairs.push(address) })
      const job = await run(runner)
      const bytes = await runner.result(job.id)
      damageAll()
      const repaired = next(runner, 'done')
      const rejects = { code: 'result_damaged', retryAfterMs: 2_000 }
      await expect(runner.result(job.id)).rejects.toMatchObject(rejects)
      await expect(runner.result(job.id), 'until it is there').rejects.toMatchObject(rejects)
      expect(await repaired).toMatchObject({ client: 'result-repair', address: job.address, reusedFrom: null })
      expect(await runner.result(job.id)).toEqual(bytes)
      expect(repairs).toEqual([job.address])
    })

    it('is forgotten where its code is not here any more', async () => {
      const before = await start('before')
      const job = await run(before)
      await before.close(0)
      const after = await start('after')
      damageAll()
      await expect(after.result(job.id)).rejects.toMatchObject({
        code: 'result_damaged',
        retryAfterMs: null,
        message: expect.stringContaining('cannot be computed again: the job is for the code'),
      })
      expect(await after.result(job.id)).toBeNull()
      expect((await after.list()).jobs).toHaveLength(1)
    })

    it('is found and repaired in the background', async () => {
      const first = await start('before')
      const job = await run(first)
      const bytes = await first.result(job.id)
      await first.close(0)
      damageAll()
      const verdicts: string[] = []
      let isIntact = () => {}
      const intact = new Promise<void>((resolve) => {
        isIntact = resolve
      })
      const onResultChecked = (verdict: string) => {
        verdicts.push(verdict)
        if (verdict === 'intact') isIntact()
      }
      const runner = await start('before', { resultCheckMs: 5, onResultChecked })
      await intact
      expect(verdicts.filter((verdict) => verdict === 'damaged')).toHaveLength(1)
      expect(await runner.result(job.id)).toEqual(bytes)
      expect(errors).toEqual([expect.objectContaining({ code: 'result_damaged' })])
    })
  })
})
