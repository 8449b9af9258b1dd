import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { backtest, createSeries, ENGINE_VERSION, parseCandlesCsv, type Strategy } from '@tezgah/backtest'
import { sha256Hex } from '@tezgah/core/sha256'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createRunner,
  type Job,
  type JobStore,
  openSqliteJobStore,
  type Runner,
  type RunnerOptions,
  readDatasetFolder,
} from '../src/index.ts'
import { strategies } from './fixtures/strategies.ts'
import {
  everyFifth,
  guardModule,
  makeWorkbench,
  strategiesModule,
  type Workbench,
  waves,
  writeDataset,
} from './fixtures/workbench.ts'

const FINAL = ['done', 'failed', 'cancelled'] as const

// Each test starts threads, which takes long where many tests share few cores.
describe('createRunner', { timeout: 30_000 }, () => {
  let bench: Workbench
  let store: JobStore
  let runner: Runner
  let errors: unknown[]

  const start = async (options: Partial<RunnerOptions> = {}): Promise<Runner> =>
    createRunner({
      store,
      datasets: await readDatasetFolder(bench.datasets),
      strategiesModule,
      defaults: { strategy: 'above-average', dataset: 'waves' },
      concurrency: 2,
      onError: (error) => errors.push(error),
      ...options,
    })
  /** Another one on the same store, in place of the one that each test begins with. */
  const replace = async (options: Partial<RunnerOptions> = {}): Promise<Runner> => {
    await runner.close(0)
    return createRunner({ store, strategiesModule, datasets: await readDatasetFolder(bench.datasets), ...options })
  }
  const openStore = () => openSqliteJobStore({ path: path.join(bench.folder, 'jobs.db') })

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

  /** Listens before it enqueues, so that no end can be missed. */
  const runToEnd = (request: unknown): Promise<Job> =>
    new Promise((resolve, reject) => {
      const ended = new Map<string, Job>()
      let id = ''
      const settle = () => {
        const job = ended.get(id)
        if (job !== undefined) resolve(job)
      }
      for (const status of FINAL) {
        runner.on(status, (job) => {
          ended.set(job.id, job)
          settle()
        })
      }
      runner.enqueue(request).then((job) => {
        id = job.id
        settle()
      }, reject)
    })
  const next = (event: 'done' | 'started' | 'requeued' | 'queued'): Promise<Job> =>
    new Promise((resolve) => {
      const off = runner.on(event, (job) => {
        off()
        resolve(job)
      })
    })

  it('stores the bytes that the engine would have written here', async () => {
    const job = await runToEnd({ params: { period: 7 }, account: { feeRate: '0.002' }, seed: 3 })
    expect(job).toMatchObject({ status: 'done', attempts: 1, error: null })
    const candles = parseCandlesCsv(waves(500), { symbol: 'WAVE', interval: '1m' })
    const strategy: Strategy = strategies[0] as never
    const expected = backtest({ strategy, candles, params: { period: 7 }, account: { feeRate: '0.002' }, seed: 3 })
    expect(new TextDecoder().decode((await runner.result(job.id)) ?? undefined)).toBe(JSON.stringify(expected))
    expect(job.summary).toMatchObject({
      returnPct: expected.stats.returnPct,
      candleCount: 500,
      digest: expected.manifest.digest,
    })
  })

  it('runs the defaults for an empty request and fills the parameters in', async () => {
    const job = await runToEnd({})
    expect(job.spec).toMatchObject({
      strategy: 'above-average',
      params: { period: 5 },
      datasets: [{ id: 'waves', sha256: sha256Hex(waves(500)) }],
      detail: [],
      settings: { seed: 0 },
    })
  })

  it('gives equal inputs one address and different inputs another', () => {
    expect(runner.prepare({ params: { period: 5 } }).address).toBe(runner.prepare({}).address)
    expect(runner.prepare({ params: { period: 6 } }).address).not.toBe(runner.prepare({}).address)
    expect(runner.prepare({}).id).not.toBe(runner.prepare({}).id)
  })

  it('gives the same settings one address wherever they stand in the request, and others another', () => {
    const beside = { account: { feeRate: '0.002' }, seed: 0 }
    const inside = { settings: { account: { feeRate: '0.002' }, execution: {} } }
    expect(runner.prepare(inside).address).toBe(runner.prepare(beside).address)
    expect(runner.prepare(inside).address).not.toBe(runner.prepare({}).address)
    expect(runner.prepare({ settings: { preset: 'vectorbt' } }).address).not.toBe(runner.prepare({}).address)
    expect(runner.prepare({ settings: { execution: { path: 'best' } } }).address).not.toBe(runner.prepare({}).address)
  })

  it('hands every setting to the engine', async () => {
    const settings = {
      preset: 'freqtrade',
      account: { model: 'margin', leverage: '2', borrowRate: 0.05 },
      execution: { path: 'byColour', slippage: { model: 'ticks', ticks: 2 }, latency: { candles: 1 } },
      rules: { '*': { tick: '0.01' } },
      statistics: { convention: 'tezgah' },
      bounds: true,
      seed: 9,
    } as const
    const job = await runToEnd({ settings })
    const candles = parseCandlesCsv(waves(500), { symbol: 'WAVE', interval: '1m' })
    const expected = backtest({ strategy: strategies[0] as never, candles, ...settings })
    expect(expected.bounds, 'the run has something to bound').not.toBeNull()
    expect(new TextDecoder().decode((await runner.result(job.id)) ?? undefined)).toBe(JSON.stringify(expected))
  })

  it('runs on several datasets, and on finer candles', async () => {
    await writeDataset(bench.folder, 'ripples', waves(300), { symbol: 'RIPPLE' })
    await writeDataset(bench.folder, 'coarse', everyFifth(waves(500)), { symbol: 'WAVE', interval: '5m' })
    await runner.close()
    runner = await start()
    const both = await runToEnd({ datasets: ['waves', 'ripples'] })
    const result = JSON.parse(new TextDecoder().decode((await runner.result(both.id)) ?? undefined))
    expect(result.manifest.symbols).toEqual(['WAVE', 'RIPPLE'])
    const settings = { execution: { path: 'detail' } }
    const finer = await runToEnd({ dataset: 'coarse', detail: ['waves'], settings })
    const { manifest } = JSON.parse(new TextDecoder().decode((await runner.result(finer.id)) ?? undefined))
    expect(manifest.assumptions).toMatchObject({ path: 'detail', detail: [{ symbol: 'WAVE', interval: '1m' }] })
    expect(both.address).not.toBe(finer.address)
    expect(() => runner.prepare({ datasets: ['waves', 'coarse'] })).toThrow(
      expect.objectContaining({
        errors: [{ field: 'datasets[1]', message: expect.stringMatching(/only one of its/) }],
      }),
    )
    expect(() => runner.prepare({ dataset: 'waves', detail: ['coarse'], settings })).toThrow(
      expect.objectContaining({ errors: [{ field: 'detail', message: expect.stringMatching(/shorter interval/) }] }),
    )
  })

  it('shows a job that an earlier release stored in the words of this one, and runs it under an address of its own', async () => {
    await runner.close()
    const file = path.join(bench.folder, 'jobs.db')
    const prepared = runner.prepare({})
    await store.enqueue(prepared)
    await store.close()
    const spec = {
      strategy: 'above-average',
      params: { period: 5 },
      dataset: 'waves',
      datasetSha256: sha256Hex(waves(500)),
      account: { feeRate: '0.002' },
      execution: { limitFill: 'touch' },
      statistics: {},
      seed: 4,
      engineVersion: '0.0.1',
    }
    const database = new DatabaseSync(file)
    database.prepare('UPDATE jobs SET spec = ?').run(JSON.stringify(spec))
    database.close()
    store = openStore()
    const finished = new Promise<Job>((resolve) => {
      const options = { onCodeChange: 'readdress', onFinish: async (job: Job) => resolve(job) } as const
      void start(options).then((made) => {
        runner = made
      })
    })
    const job = await finished
    expect(job).toMatchObject({
      status: 'done',
      spec: {
        datasets: [{ id: 'waves' }],
        detail: [],
        settings: { account: { feeRate: '0.002' }, execution: { limitFill: 'touch' }, seed: 4 },
        engineVersion: ENGINE_VERSION,
      },
    })
    expect(job.address).not.toBe(prepared.address)
    const { manifest } = JSON.parse(new TextDecoder().decode((await runner.result(job.id)) ?? undefined))
    expect(manifest).toMatchObject({ seed: 4, assumptions: { makerFeeRate: '0.002', limitFill: 'touch' } })
  })

  it('tells the story of a job in order', async () => {
    const story: string[] = []
    runner.on('queued', () => void story.push('queued'))
    runner.on('started', () => void story.push('started'))
    runner.on('done', () => void story.push('done'))
    await runToEnd({})
    expect(story).toEqual(['queued', 'started', 'done'])
  })

  it('reports a listener that throws and carries on', async () => {
    runner.on('started', () => {
      throw new Error('listener')
    })
    expect(await runToEnd({})).toMatchObject({ status: 'done' })
    expect(errors.splice(0)).toEqual([expect.objectContaining({ message: 'listener' })])
  })

  it('fails a job whose strategy throws, with the reason, and does not try it again', async () => {
    const job = await runToEnd({ strategy: 'throws' })
    expect(job).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'strategy_failed' } })
    expect(job.error?.message).toContain('no idea what to do')
  })

  it('tries a job again whose worker dies, and fails it after the third time', async () => {
    const job = await runToEnd({ strategy: 'dies' })
    expect(job).toMatchObject({ status: 'failed', attempts: 3, error: { code: 'worker_crashed' } })
    expect(await runToEnd({}), 'the pool still works').toMatchObject({ status: 'done' })
  })

  it('shows a strategy nothing of the environment', async () => {
    const job = await runToEnd({ strategy: 'looks-around' })
    expect(job.error?.message).toContain('environment: []')
  })

  it('stops a run at its limit of wall time', async () => {
    await runner.close()
    // Long enough for an ordinary run on a busy machine.
    runner = await start({ runTimeoutMs: 2_000 })
    const job = await runToEnd({ strategy: 'never-ends' })
    expect(job).toMatchObject({
      status: 'failed',
      error: { code: 'timeout', message: 'the run exceeded runTimeoutMs: 2000 ms' },
    })
    expect(await runToEnd({})).toMatchObject({ status: 'done' })
  })

  it('cancels a run in the middle of an endless loop and a job that waits', async () => {
    await runner.close()
    runner = await start({ concurrency: 1 })
    const started = next('started')
    const first = await runner.enqueue({ strategy: 'never-ends' })
    await started
    const second = await runner.enqueue({})
    expect(await runner.cancel(second.id)).toMatchObject({ status: 'cancelled', attempts: 0 })
    expect(await runner.cancel(first.id)).toMatchObject({ status: 'cancelled', attempts: 1 })
    expect(await runner.cancel(first.id)).toBeNull()
    expect(await runToEnd({}), 'the core is free again').toMatchObject({ status: 'done' })
  })

  it('refuses a result that is too large', async () => {
    await runner.close()
    runner = await start({ maxResultBytes: 100 })
    expect(await runToEnd({})).toMatchObject({ status: 'failed', error: { code: 'result_too_large' } })
  })

  it('puts running jobs back when it closes; the next runner ends them, and what waited', {
    timeout: 20_000,
  }, async () => {
    await runner.close()
    runner = await start({ concurrency: 1 })
    const started = next('started')
    await runner.enqueue({ strategy: 'never-ends' })
    const waiting = await runner.enqueue({})
    const running = await started
    await runner.close(0)
    expect(await store.get(running.id)).toMatchObject({ status: 'queued', attempts: 1 })
    await expect(runner.enqueue({})).rejects.toMatchObject({ code: 'closed' })
    await store.close()
    store = openStore()
    const finished = new Promise<Job>((resolve) => {
      void start({ concurrency: 2, onFinish: async (job) => resolve(job) }).then((made) => {
        runner = made
      })
    })
    expect(await finished).toMatchObject({ id: waiting.id, status: 'done' })
  })

  it('passes every end on until it was taken, in order', async () => {
    await runner.close()
    const received: string[] = []
    let broken = true
    runner = await start({
      concurrency: 1,
      onFinish: async (job) => {
        if (broken) throw new Error('the receiver is down')
        received.push(job.id)
      },
    })
    const first = await runToEnd({})
    await runner.close()
    expect(received).toEqual([])
    expect(errors.splice(0).length).toBeGreaterThan(0)
    broken = false
    runner = await start({ onFinish: async (job) => void received.push(job.id) })
    expect(received).toEqual([first.id])
    await runner.close()
    expect(await store.unacknowledged(10)).toEqual([])
  })

  it('lets a job wait whose dataset is not here any more, also where it is set to give others another address', async () => {
    await runner.close()
    const prepared = runner.prepare({})
    await store.enqueue({ ...prepared, spec: { ...prepared.spec, datasets: [{ id: 'gone', sha256: 'ab' }] } })
    runner = await start({ onCodeChange: 'readdress' })
    const done = next('done')
    await runner.enqueue({})
    await done
    expect(await store.get(prepared.id)).toMatchObject({ status: 'queued', waiting: { reason: 'dataset' } })
    await expect(runner.readdress(prepared.id)).rejects.toMatchObject({ code: 'unknown_dataset' })
  })

  it.each([
    [{ strategy: 'nope' }, 'unknown_strategy', 'strategy', /must be one of above-average, .*received "nope"/],
    [{ strategy: '__proto__' }, 'unknown_strategy', 'strategy', /must be one of/],
    [{ dataset: 'constructor' }, 'unknown_dataset', 'dataset', /must be one of waves, received "constructor"/],
    [{ params: { period: 0 } }, 'invalid_request', 'params.period', />=1.*received 0/],
    [{ params: { period: 'x' } }, 'invalid_request', 'params.period', /received "x"/],
    [{ params: { other: 1 } }, 'invalid_request', 'params.other', /not a known field/],
    [{ other: 1 }, 'invalid_request', 'other', /not a known field/],
    [{ account: { initialCash: -5 } }, 'invalid_request', 'account.initialCash', /above 0, received -5/],
    [{ account: { initialCash: {} } }, 'invalid_request', 'account.initialCash', /decimal.*received \{\}/],
    [{ execution: { lot: 'abc' } }, 'invalid_request', 'execution.lot', /received "abc"/],
    [{ settings: { execution: { lot: 0 } } }, 'invalid_request', 'settings.execution.lot', /above 0, received 0/],
    [{ settings: { account: { leverage: 3 } } }, 'invalid_request', 'settings.account.leverage', /^must be 1 unless/],
    [{ account: { leverage: 3 } }, 'invalid_request', 'account.leverage', /unless account.model.*received 3/],
    [{ settings: { preset: 'zipline' } }, 'invalid_request', 'settings.preset', /backtrader.*received "zipline"/],
    [{ settings: { slippage: 1 } }, 'invalid_request', 'settings.slippage', /no such option.*execution/],
    [{ settings: 5 }, 'invalid_request', 'settings', /must be an object, received 5/],
    [{ settings: { seed: 1 }, seed: 1 }, 'invalid_request', 'seed', /not be given together with settings.seed/],
    [{ dataset: 'waves', datasets: ['waves'] }, 'invalid_request', 'dataset', /not be given together with datasets/],
    [{ datasets: ['waves', 'nope'] }, 'unknown_dataset', 'datasets[1]', /must be one of waves, received "nope"/],
    [{ datasets: ['waves', 7] }, 'invalid_request', 'datasets[1]', /received 7/],
    [{ datasets: [] }, 'invalid_request', 'datasets', /received \[\]/],
    [{ datasets: ['waves', 'waves'] }, 'invalid_request', 'datasets[1]', /the only one of its name, received "WAVE"/],
    [{ detail: ['nope'] }, 'unknown_dataset', 'detail[0]', /must be one of waves/],
    [{ detail: ['waves'] }, 'invalid_request', 'detail', /shorter interval/],
    [{ settings: { execution: { path: 'detail' } } }, 'invalid_request', 'detail', /./],
    [
      { settings: { execution: { slippage: { model: 'ticks', ticks: 1 } } } },
      'invalid_request',
      'settings.execution.slippage.model',
      /other than "ticks" while rules give WAVE no tick/,
    ],
    [{ statistics: { periodsPerYear: -1 } }, 'invalid_request', 'statistics.periodsPerYear', /received -1/],
    [{ seed: 1.5 }, 'invalid_request', 'seed', /received 1.5/],
    [[], 'invalid_request', 'body', /received \[\]/],
    ['x', 'invalid_request', 'body', /received "x"/],
    [null, 'invalid_request', 'body', /received null/],
  ])('refuses %j', (request, code, field, message) => {
    expect(() => runner.prepare(request)).toThrow(
      expect.objectContaining({ code, errors: [{ field, message: expect.stringMatching(message) }] }),
    )
  })

  it('names every wrong field at once', () => {
    const thrown = expect.objectContaining({
      errors: [expect.objectContaining({ field: 'dataset' }), expect.objectContaining({ field: 'seed' })],
    })
    expect(() => runner.prepare({ dataset: 7, seed: -1 })).toThrow(thrown)
  })

  it('refuses limits where no guard module keeps them, and a guard module without a guard', async () => {
    expect(() => runner.prepare({ limits: { maxDrawdownPct: 20 } })).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        errors: [{ field: 'limits', message: 'must be omitted: this runner has no guardModule' }],
      }),
    )
    expect(runner.prepare({ limits: {} }).spec.limits).toBeUndefined()
    await expect(replace({ guardModule: strategiesModule })).rejects.toThrow(/guardModule must export createRunGuard/)
    runner = await replace({ guardModule, defaults: { strategy: 'above-average', dataset: 'waves' } })
    expect(runner.prepare({ limits: { maxDrawdownPct: 20 } }).spec.limits).toEqual({ maxDrawdownPct: 20 })
  })

  it('needs no defaults; without one a request has to name its strategy and dataset', async () => {
    runner = await replace()
    await expect(runner.enqueue({ dataset: 'waves' })).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [
        {
          field: 'strategy',
          message: expect.stringMatching(/must be one of above-average.*; the runner has no default/),
        },
      ],
    })
    await expect(runner.enqueue({ strategy: 'above-average' })).rejects.toThrow(
      /dataset: must be one of waves; the runner has no default/,
    )
    expect(await runToEnd({ strategy: 'above-average', dataset: 'waves' })).toMatchObject({ status: 'done' })
  })

  it('takes a default strategy that cannot run without parameters; a request has to give them', async () => {
    runner = await replace({ defaults: { strategy: 'needy', dataset: 'waves' } })
    await expect(runner.enqueue({})).rejects.toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'params.period' }],
    })
    expect(await runToEnd({ params: { period: 3 } })).toMatchObject({ status: 'done' })
  })

  it('takes jobs in and runs none where other processes share the store', async () => {
    await runner.close(0)
    const nothing = { arrived: [], running: [], ended: [], cursor: { arrivals: 0, ends: 0 } }
    const shared = Object.assign(store, { changesSince: async () => nothing })
    runner = await start({ concurrency: 0, store: shared })
    const { id } = await runner.enqueue({})
    runner.resume()
    await runner.drain()
    expect(await store.get(id)).toMatchObject({ status: 'queued', attempts: 0 })
    expect((await runner.candles('waves')).time.length, 'it still reads datasets').toBe(500)
  })

  it.each([0, 257, 1.5])('refuses a concurrency of %s', async (concurrency) => {
    await expect(start({ concurrency })).rejects.toThrow(/concurrency must be a whole number from 1 to 256/)
  })

  it('refuses defaults that do not exist and a module without strategies', async () => {
    await expect(start({ defaults: { strategy: 'x', dataset: 'waves' } })).rejects.toMatchObject({
      code: 'unknown_strategy',
    })
    await expect(start({ defaults: { dataset: 'x' } })).rejects.toThrow(/defaults\.dataset must be one of waves/)
    const empty = new URL('./fixtures/workbench.ts', import.meta.url).href
    await expect(start({ strategiesModule: empty })).rejects.toMatchObject({ code: 'invalid_strategies' })
  })

  it('runs many jobs at once and each once', async () => {
    const ends: string[] = []
    for (const status of FINAL) runner.on(status, ({ id }) => void ends.push(id))
    const jobs = await Promise.all(Array.from({ length: 40 }, (_, i) => runner.enqueue({ params: { period: i + 1 } })))
    await runner.close(20_000)
    const { done } = await store.counts()
    expect(ends.length + (await store.counts()).queued).toBe(jobs.length)
    expect(new Set(ends).size).toBe(done)
  })
})

it('shares columns with a series without copying them', () => {
  const close = new Float64Array(new SharedArrayBuffer(16)).fill(2)
  const time = new Float64Array([0, 60_000])
  const series = createSeries({ symbol: 'X', time, open: close, high: close, low: close, close, volume: close })
  expect(series.close.buffer).toBe(close.buffer)
})
