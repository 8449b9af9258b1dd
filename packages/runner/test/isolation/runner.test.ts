import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createRunner,
  type Job,
  type JobStore,
  openSqliteJobStore,
  type Runner,
  readDatasetFolder,
} from '../../src/index.ts'
import { guardModule, makeWorkbench, strategiesModule, type Workbench } from '../fixtures/workbench.ts'
import { moduleOf, writeModules } from './harness.ts'

describe('a runner with strategies of users', { timeout: 60_000 }, () => {
  let bench: Workbench
  let modules: Awaited<ReturnType<typeof writeModules>>
  let store: JobStore
  let runner: Runner | undefined
  let onEnd: (job: Job) => void = () => {}

  const start = async () => {
    runner = await createRunner({
      guardModule,
      store,
      datasets: await readDatasetFolder(bench.datasets),
      strategiesModule,
      userStrategies: { folder: modules.folder },
      defaults: { strategy: 'above-average', dataset: 'waves' },
      onFinish: async (job) => onEnd(job),
    })
    return runner
  }
  const runToEnd = async (request: object): Promise<Job> => {
    const ended = new Promise<Job>((resolve) => {
      onEnd = resolve
    })
    await runner?.enqueue(request)
    return ended
  }

  beforeEach(async () => {
    bench = await makeWorkbench()
    modules = await writeModules({})
    store = openSqliteJobStore({ path: path.join(bench.folder, 'jobs.db') })
  })
  afterEach(async () => {
    await runner?.close(0)
    await store.close()
    await bench.remove()
    await modules.remove()
    runner = undefined
  })

  it('lists both, checks parameters of both, and runs each where it belongs', async () => {
    const source = moduleOf('throw new Error(Object.keys(process).join())').replace(
      'z.object({})',
      'z.object({ n: z.int().max(9).default(3) })',
    )
    await modules.write('u.mjs', source)
    const { prepare, strategies } = await start().then((made) => ({
      prepare: made.prepare.bind(made),
      strategies: made.strategies,
    }))
    expect([...strategies.keys()]).toContain('above-average')
    expect(prepare({ strategy: 'u' }).spec.params).toEqual({ n: 3 })
    expect(() => prepare({ strategy: 'u', params: { n: 10 } })).toThrow(/params.n: .*<=9.*received 10/)
    expect(() => prepare({ strategy: 'u', settings: { execution: { lot: 0 } } })).toThrow(/lot/)
    expect((await runToEnd({ strategy: 'u' })).error).toEqual({
      code: 'strategy_failed',
      message: expect.stringMatching(/: env,argv,platform,version$/),
      field: null,
    })
    expect(await runToEnd({})).toMatchObject({ status: 'done' })
  })

  it('makes another job of other code', async () => {
    await modules.write('u.mjs', moduleOf(''))
    const before = (await start()).prepare({ strategy: 'u' }).address
    await runner?.close()
    await modules.write('u.mjs', moduleOf('/* the same, but not quite */'))
    expect((await start()).prepare({ strategy: 'u' }).address).not.toBe(before)
  })

  it('ends a run at its limits, and refuses limits that are none', async () => {
    await modules.write('u.mjs', moduleOf('ctx.buy({ quantity: 1 })'))
    const { prepare } = await start().then((made) => ({ prepare: made.prepare.bind(made) }))
    expect(() => prepare({ limits: { maxNotional: 0 } })).toThrow(/limits.maxNotional/)
    expect(prepare({ limits: {} }).address).toBe(prepare({}).address)
    const job = await runToEnd({ strategy: 'u', limits: { maxNotional: '250' } })
    expect(job).toMatchObject({ status: 'failed', error: { code: 'limit_reached', field: 'limits.maxNotional' } })
    expect(job.error?.message).toMatch(/maxNotional is 250, observed 3\d\d[.\d]* ordered \(buy 1 WAVE\)/)
  })

  it('does not let one take the name of a built-in', async () => {
    await modules.write('same.ts', await readFile(new URL('../fixtures/strategies.ts', import.meta.url), 'utf8'))
    await expect(start()).rejects.toMatchObject({
      code: 'invalid_strategies',
      message: /built-in strategy "above-average"/,
    })
  })
})
