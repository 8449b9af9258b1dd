import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import type { AuditRecord } from '@tezgah/audit'
import { readAudit, verifyAuditFolder } from '@tezgah/audit/node'
import type { Clients } from './clients.ts'

const STATUSES = ['done', 'failed', 'cancelled']
/** After that it is held together as it is. */
const MOST_MS_TO_RECORD = 30_000

type Job = { readonly id: string; readonly status: string }

/** What a service says of itself. */
type Told = { readonly jobs: readonly Job[]; readonly counter: (series: string) => number }

/**
 * Waits until the service has ended all its work, and holds together what clients were promised, what it tells, its results, its counters
 * and its audit log. The service must have been started for this: its counters begin with it.
 *
 * @param result - the result that a start with this parameter must have
 * @throws AssertionError where any two of them differ by a single job
 */
export const assertReconciled = async (
  address: string,
  auditFile: string,
  clients: Clients,
  result: (fast: number) => string,
): Promise<void> => {
  await clients.settle(address)
  // Some in this life too, so that its counters have something to tell.
  await clients.load(address, 3)
  for (const id of clients.promised.keys()) await clients.untilEnded(address, id)
  await untilAllRecorded(address, auditFile)
  const told = await askEverything(address)
  assertPromisesKept(told.jobs, clients)
  for (const { id, status } of told.jobs) {
    if (status !== 'done') continue
    const text = await (await fetch(`${address}/backtest/${id}/result`)).text()
    assert.ok(text === result(clients.promised.get(id)?.fast ?? 0), `the result of job ${id} is another`)
  }
  const verdict = await verifyAuditFolder(auditFile)
  assert.equal(verdict.status, 'intact', 'the audit log')
  const records = await recordsOf(auditFile)
  assertRecorded(told.jobs, records)
  assertCounted(told, records)
}

/** Each key has one job, and each job the end that was promised. */
const assertPromisesKept = (jobs: readonly Job[], { promised }: Clients): void => {
  assert.deepEqual(jobs.map(({ id }) => id).sort(), [...promised.keys()].sort(), 'stored are exactly the promised jobs')
  for (const { id, status } of jobs) {
    const fate = promised.get(id)?.fate ?? 'none'
    assert.ok(
      status === fate || (fate === 'either' && /^(done|cancelled)$/.test(status)),
      `${id}: ${status}, not ${fate}`,
    )
  }
}

const assertRecorded = (jobs: readonly Job[], records: readonly AuditRecord[]): void => {
  const idsOf = (action: string, outcomes: readonly string[]) =>
    records.filter((r) => r.action === action && outcomes.includes(r.outcome)).map(({ subject }) => subject)
  const stored = jobs.map(({ id }) => id).sort()
  const nothing = new Set(idsOf('backtest.start', ['failure']))
  const started = idsOf('backtest.start', ['unknown']).filter((id) => !nothing.has(id))
  assert.deepEqual(started.sort(), stored, 'recorded starts, less those that came to nothing, are the jobs')
  assert.deepEqual(
    idsOf('backtest.finish', ['success', 'failure', 'refused']).sort(),
    stored,
    'each job has ended once',
  )
  const cancelled = jobs.filter(({ status }) => status === 'cancelled').map(({ id }) => id)
  const recorded = new Set(idsOf('backtest.cancel', ['unknown']))
  assert.ok(
    cancelled.every((id) => recorded.has(id)),
    'nothing was cancelled that was not recorded',
  )
}

/** Counters begin with the process: they are held against what its own life has recorded. */
const assertCounted = ({ counter }: Told, records: readonly AuditRecord[]): void => {
  const life = records.filter(({ boot }) => boot === records.at(-1)?.boot)
  const inLife = (action: string, keep: (r: AuditRecord) => boolean) =>
    life.filter((record) => record.action === action && keep(record)).length
  assert.equal(
    counter('backtest_start_total'),
    inLife('backtest.start', ({ outcome }) => outcome === 'unknown') -
      inLife('backtest.start', ({ outcome, details }) => outcome === 'failure' && details['reason'] !== 'interrupted'),
    'counted starts',
  )
  for (const status of STATUSES) {
    const ends = inLife('backtest.finish', ({ details }) => details['status'] === status)
    assert.equal(counter(`backtest_done_total{status="${status}"}`), ends, `counted ends: ${status}`)
  }
  assert.equal(counter('executor_backtest_jobs_unfinished'), 0, 'unfinished jobs')
}

/** Every job of the store, page by page, and the counters. */
const askEverything = async (address: string): Promise<Told> => {
  const jobs: Job[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer: Response = await fetch(`${address}/backtests?limit=200${cursor && `&cursor=${cursor}`}`)
    const page = await answer.json()
    jobs.push(...page.backtests)
    cursor = page.nextCursor
  }
  const lines = (await (await fetch(`${address}/metrics`)).text()).split('\n')
  const partsOf = (series: string) => lines.find((line) => line.startsWith(`${series} `))?.split(' ')
  return { jobs, counter: (series) => Number(partsOf(series)?.at(-1)) }
}

const recordsOf = async (auditFile: string): Promise<readonly AuditRecord[]> => {
  const records: AuditRecord[] = []
  for await (const record of readAudit(auditFile)) records.push(record)
  return records
}

/** The end of a job is recorded a moment after it is stored, and counted a moment later, once the record is on disk. */
const untilAllRecorded = async (address: string, auditFile: string): Promise<void> => {
  const deadline = performance.now() + MOST_MS_TO_RECORD
  while (performance.now() < deadline) {
    const { counter, jobs } = await askEverything(address)
    const ends = (await recordsOf(auditFile)).filter(({ action }) => action === 'backtest.finish')
    const inLife = ends.filter(({ boot }) => boot === ends.at(-1)?.boot).length
    const counted = STATUSES.reduce((sum, status) => sum + counter(`backtest_done_total{status="${status}"}`), 0)
    if (ends.length >= jobs.length && counted >= inLife && counter('executor_backtest_jobs_unfinished') === 0) return
    await delay(20)
  }
}
