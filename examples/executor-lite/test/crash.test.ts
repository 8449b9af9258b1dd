import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { verifyLog } from '@tezgah/audit'
import { backtest, parseCandlesCsv } from '@tezgah/backtest'
import { strategies } from '@tezgah-examples/strategies'
import { expect, it } from 'vitest'
import { REPOSITORY } from '../src/environment.ts'
import { makePlace, type Place, post, run } from './fixtures/process.ts'

/** In all; set CRASH_KILLS to try it longer, and CRASH_SEED to repeat a run. */
const KILLS = Number(process.env['CRASH_KILLS'] ?? 50)
const STARTS_PER_LIFE = 3
const MOST_MS_ALIVE = 500

/** Small, and the same for the same seed: a failing run can be repeated. */
const randomFrom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const expectedResult = async () => {
  const csv = await readFile(path.join(REPOSITORY, 'examples', 'data', 'sp500-daily.csv'))
  const candles = parseCandlesCsv(csv, { symbol: 'SP500', interval: '1d' })
  const strategy = strategies.find(({ name }) => name === 'sma-cross')
  if (strategy === undefined) throw new Error('the sample strategies have no sma-cross')
  return (fast: number) => JSON.stringify(backtest({ strategy, candles, params: { fast, slow: 30 }, seed: 0 }))
}

type Accepted = { readonly id: string; readonly fast: number }

/** Starts, kills and starts again on the same data; returns what was accepted and the process that finishes it. */
const liveAndDie = async (place: Place, random: () => number, kills: number) => {
  const accepted: Accepted[] = []
  for (let kill = 0; kill < kills; kill++) {
    const { child, listening, ended } = run(place.env)
    const address = await listening
    const starts = Array.from({ length: STARTS_PER_LIFE }, async () => {
      const fast = 1 + Math.floor(random() * 29)
      // A start whose answer the kill cut off was promised nothing.
      const id = await post(address, { params: { fast } }).catch(() => null)
      if (id !== null) accepted.push({ id, fast })
    })
    // Lives end while they answer, just after, in the middle of the work, or around the end of a backtest.
    if (random() < 0.8) await Promise.all(starts)
    if (random() < 0.2) await untilOneMoreIsFinal(address, accepted)
    await delay(random() < 0.5 ? 0 : random() * MOST_MS_ALIVE)
    child.kill('SIGKILL')
    await Promise.all([ended, ...starts])
  }
  const last = run(place.env)
  return { accepted, last, address: await last.listening }
}

it('loses no accepted backtest and finishes none twice when it is killed fifty times', {
  timeout: 400_000,
}, async () => {
  const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 2 ** 31)
  const expected = await expectedResult()
  // Two lives side by side, each on its own data: a start is mostly waiting for one core.
  await Promise.all(
    [0, 1].map(async (lane) => {
      const place = await makePlace({ CONCURRENCY: '2' })
      const { accepted, last, address } = await liveAndDie(place, randomFrom(seed + lane), KILLS / 2)
      expect(accepted.length, `seed ${seed}`).toBeGreaterThan(KILLS / 2)
      for (const { id, fast } of accepted) {
        expect(await untilFinal(address, id), `seed ${seed}, job ${id}`).toMatchObject({
          status: 'done',
          params: { fast },
        })
        const result = await fetch(`${address}/backtest/${id}/result`)
        expect(await result.text(), `seed ${seed}, job ${id}`).toBe(expected(fast))
      }
      // Some in the last life too, so that its counters have something to tell.
      for (let fast = 1; fast <= 3; fast++) {
        const id = await post(address, { params: { fast }, seed: 1 })
        if (id !== null) accepted.push({ id, fast })
      }
      await untilAllRecorded(place, address)
      const told = await askEverything(address)
      last.child.kill('SIGTERM')
      expect(await last.ended).toBe(0)
      await expectReconciled(place, told, accepted, seed)
      await place.remove()
    }),
  )
})

type Record = {
  readonly boot: string
  readonly action: string
  readonly subject: string
  readonly outcome: string
  readonly details: { readonly reason?: string; readonly status?: string }
}

const recordsOf = async (place: Place): Promise<readonly Record[]> => {
  const log = await readFile(place.env['AUDIT_LOG'] ?? '')
  expect(verifyLog(log)).toMatchObject({ status: 'intact' })
  return String(log)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Store, audit log and counters tell the same, to the last job. */
const expectReconciled = async (place: Place, told: Told, accepted: readonly Accepted[], seed: number) => {
  const records = await recordsOf(place)
  const idsOf = (action: string, outcomes: readonly string[]) =>
    records.filter((r) => r.action === action && outcomes.includes(r.outcome)).map(({ subject }) => subject)
  const begun = idsOf('backtest.start', ['unknown'])
  const nothing = new Set(idsOf('backtest.start', ['failure']))
  const started = begun.filter((id) => !nothing.has(id))
  const finished = idsOf('backtest.finish', ['success', 'failure', 'refused'])
  const stored = told.jobs.map(({ id }) => id).sort()
  expect(started.sort(), `seed ${seed}: recorded starts, less those that came to nothing, are the jobs`).toEqual(stored)
  expect(finished.sort(), `seed ${seed}: each job has ended once`).toEqual(stored)
  expect(stored, `seed ${seed}`).toEqual(expect.arrayContaining(accepted.map(({ id }) => id)))
  expect(new Set(told.jobs.map(({ status }) => status)), `seed ${seed}`).toEqual(new Set(['done']))
  // Counters begin with the process: they are held against what its own life has recorded.
  const life = records.filter(({ boot }) => boot === records.at(-1)?.boot)
  const inLife = (action: string, keep: (r: Record) => boolean) =>
    life.filter((record) => record.action === action && keep(record)).length
  expect(told.counter('backtest_start_total'), `seed ${seed}`).toBe(
    inLife('backtest.start', ({ outcome }) => outcome === 'unknown') -
      inLife('backtest.start', ({ outcome, details }) => outcome === 'failure' && details.reason !== 'interrupted'),
  )
  for (const status of ['done', 'failed', 'cancelled']) {
    expect(told.counter(`backtest_done_total{status="${status}"}`), `seed ${seed}, ${status}`).toBe(
      inLife('backtest.finish', ({ details }) => details.status === status),
    )
  }
  expect(told.counter('executor_backtest_jobs_unfinished'), `seed ${seed}`).toBe(0)
}

type Told = {
  readonly jobs: readonly { readonly id: string; readonly status: string }[]
  readonly counter: (series: string) => number
}

/** Every job of the store, page by page, and the counters. */
const askEverything = async (address: string): Promise<Told> => {
  const jobs: Told['jobs'][number][] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: Response = await fetch(`${address}/backtests?limit=200${cursor && `&cursor=${cursor}`}`)
    const page = await answer.json()
    jobs.push(...page.backtests)
    cursor = page.nextCursor
  }
  const lines = (await (await fetch(`${address}/metrics`)).text()).split('\n')
  return {
    jobs,
    counter: (series) =>
      Number(
        lines
          .find((line) => line.startsWith(`${series} `))
          ?.split(' ')
          .at(-1),
      ),
  }
}

const untilOneMoreIsFinal = async (address: string, accepted: readonly Accepted[]): Promise<void> => {
  for (const { id } of accepted) {
    const job = await (await fetch(`${address}/backtest/${id}`)).json()
    if (job.finishedAt === null) return void (await untilFinal(address, id))
  }
}

/** The end of a job is recorded a moment after it is stored. */
const untilAllRecorded = async (place: Place, address: string): Promise<void> => {
  for (;;) {
    const { counter, jobs } = await askEverything(address)
    const ended = (await recordsOf(place)).filter(({ action }) => action === 'backtest.finish').length
    if (ended >= jobs.length && counter('executor_backtest_jobs_unfinished') === 0) return
    await delay(20)
  }
}

const untilFinal = async (address: string, id: string): Promise<unknown> => {
  for (;;) {
    const answer = await fetch(`${address}/backtest/${id}`)
    const job = await answer.json()
    if (answer.status !== 200 || job.finishedAt !== null) return job
    await delay(20)
  }
}
