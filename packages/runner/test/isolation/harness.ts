import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ENGINE_VERSION } from '@tezgah/backtest'
import { systemClock } from '@tezgah/core/clock'
import { CandleCache } from '../../src/datasets/candle-cache.ts'
import { readDatasetFolder } from '../../src/datasets/dataset-folder.ts'
import type { UserStrategies } from '../../src/isolation/user-strategies.ts'
import type { Job, JobSpec } from '../../src/jobs/job.ts'
import type { AttemptOptions } from '../../src/run/run-backtest.ts'
import { type AttemptContext, type AttemptResult, runAttempt } from '../../src/scheduler/attempt.ts'
import { WorkerPool } from '../../src/workers/worker-pool.ts'
import { makeWorkbench, strategiesModule } from '../fixtures/workbench.ts'

export type Bench = {
  /** A folder for modules of users. */
  readonly folder: string
  readonly context: AttemptContext
  /** A pool of worker threads with the built-in strategies, as a runner has one. */
  readonly run: (spec: Partial<JobSpec>, options?: Partial<AttemptOptions>) => Promise<AttemptResult>
  readonly close: () => Promise<void>
}

/** What a runner has around it when it executes a job, without a store. */
export const makeBench = async (userStrategies?: UserStrategies, maxResultBytes = 2 ** 24): Promise<Bench> => {
  const workbench = await makeWorkbench()
  const pool = new WorkerPool({ strategiesModule, guardModule: null, memoryMb: 512, keep: 1 })
  const datasets = await readDatasetFolder(workbench.datasets)
  const context: AttemptContext = {
    pool,
    cache: new CandleCache(pool, 2 ** 26, 20_000),
    datasets,
    ...(userStrategies === undefined ? {} : { userStrategies }),
    maxResultBytes,
    clock: systemClock,
    strategiesVersion: null,
    onStaleCode: () => {},
  }
  const { sha256 } = datasets.get('waves') ?? { sha256: '' }
  const run = (spec: Partial<JobSpec>, options: Partial<AttemptOptions> = {}) =>
    runAttempt(context, jobOf({ ...spec, datasets: [{ id: 'waves', sha256 }] }), { timeoutMs: 20_000, ...options })
  const close = async () => {
    await pool.close()
    await workbench.remove()
  }
  return { folder: workbench.folder, context, run, close }
}

const jobOf = (spec: Partial<JobSpec>): Job =>
  ({
    id: 'job',
    spec: {
      strategy: '',
      params: {},
      datasets: [],
      detail: [],
      settings: { seed: 0 },
      engineVersion: ENGINE_VERSION,
      ...spec,
    },
    address: '',
    status: 'running',
    attempts: 1,
  }) as unknown as Job

/** A folder with modules of these sources, by name. */
export const writeModules = async (sources: Readonly<Record<string, string>>) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-user-'))
  const write = (name: string, source: string) => writeFile(path.join(folder, name), source)
  for (const [name, source] of Object.entries(sources)) await write(name, source)
  return { folder, write, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A module whose strategy, called `u`, runs `body` at each candle, and `top` when it is imported. */
export const moduleOf = (body: string, top = ''): string => `
import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
${top}
export const strategies = [defineStrategy({
  name: 'u',
  params: z.object({}),
  setup: ({ candles }) => ({ onCandle(ctx) { ${body} } }),
})]`

/** The error with which it failed; `null` where it did not. */
export const errorOf = (ending: AttemptResult) =>
  ending.type === 'finish' && ending.outcome.status === 'failed' ? ending.outcome.error : null
