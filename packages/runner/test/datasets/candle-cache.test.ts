import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRunner, type JobStore, openSqliteJobStore, type Runner, readDatasetFolder } from '../../src/index.ts'
import { makeWorkbench, strategiesModule, type Workbench, waves, writeDataset } from '../fixtures/workbench.ts'

describe('the candles of a dataset', () => {
  let bench: Workbench
  let store: JobStore
  let runner: Runner

  beforeEach(async () => {
    bench = await makeWorkbench()
    await writeDataset(bench.folder, 'long', waves(900))
    await writeDataset(bench.folder, 'broken', 'time,open,high,low,close,volume\n0,1,1,1,1,1\n0,1,1,1,1,1')
    store = openSqliteJobStore({ path: path.join(bench.folder, 'jobs.db') })
    runner = await createRunner({
      store,
      datasets: await readDatasetFolder(bench.folder),
      strategiesModule,
      defaults: { strategy: 'above-average', dataset: 'waves' },
      concurrency: 1,
      // Room for one of the two.
      maxCandleBytes: 45_000,
    })
  })
  afterEach(async () => {
    await runner.close(0)
    await store.close()
    await bench.remove()
  })

  it('are read once, in shared memory, also when two ask at the same time', async () => {
    expect(runner.extent('waves')).toBeNull()
    const [first, second] = await Promise.all([runner.candles('waves'), runner.candles('waves')])
    expect(first).toBe(second)
    expect(first.close.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(await runner.candles('waves')).toBe(first)
    expect(runner.extent('waves')).toEqual({ from: 1_700_000_040_000, to: 1_700_029_980_000, candleCount: 500 })
  })

  it('are dropped when others need the room, and what they cover stays known', async () => {
    const waves = await runner.candles('waves')
    await runner.candles('long')
    expect(await runner.candles('waves')).not.toBe(waves)
    expect(runner.extent('long')).toMatchObject({ candleCount: 900 })
  })

  it('are refused when the file is not the one that its manifest describes', async () => {
    await writeFile(path.join(bench.folder, 'waves.csv'), waves(499))
    await expect(runner.candles('waves')).rejects.toMatchObject({
      code: 'invalid_dataset',
      message: expect.stringMatching(/waves\.csv must have the sha256 of its manifest, \w{64}, received \w{64}/),
    })
  })

  it('are refused with row and reason when they are not candles', async () => {
    await expect(runner.candles('broken')).rejects.toMatchObject({ code: 'invalid_dataset' })
    await expect(runner.candles('nope')).rejects.toMatchObject({ code: 'unknown_dataset' })
  })
})
