// How many durable enqueues a second the store takes, beside a bare loop of durable inserts on the same disk at the same time.
// The machine is shared, so only the ratio means something: both are measured in turns, and medians compared.
//
//   node --conditions=@tezgah/source packages/runner/bench/enqueue.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteJobStore } from '../src/index.ts'
import { newJob } from '../test/contract/store-harness.ts'

const ROUNDS = 7
const JOBS = 600
const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-bench-'))
let file = 0
const nextFile = () => path.join(folder, `${file++}.db`)
const body = (n: number) => JSON.stringify(newJob(`job-${n}`).spec)

/** Durable inserts a second, `perCommit` of them in each transaction. */
function bare(perCommit: number): number {
  const database = new DatabaseSync(nextFile())
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)')
  const insert = database.prepare('INSERT INTO t VALUES (?, ?)')
  const begunAt = performance.now()
  for (let n = 0; n < JOBS; n += perCommit) {
    database.exec('BEGIN IMMEDIATE')
    for (let i = n; i < n + perCommit; i++) insert.run(`job-${i}`, body(i))
    database.exec('COMMIT')
  }
  const perSecond = (JOBS / (performance.now() - begunAt)) * 1_000
  database.close()
  return perSecond
}

/** Enqueues a second while `connections` callers each wait for their answer before they ask again. */
async function store(thread: boolean, connections: number): Promise<number> {
  const jobs = openSqliteJobStore({ path: nextFile(), thread, limits: { maxUnfinished: JOBS } })
  let sent = 0
  const caller = async () => {
    while (sent < JOBS) await jobs.enqueue(newJob(`job-${sent++}`))
  }
  await jobs.counts()
  const begunAt = performance.now()
  await Promise.all(Array.from({ length: connections }, caller))
  const perSecond = (JOBS / (performance.now() - begunAt)) * 1_000
  const { queued } = await jobs.counts()
  if (queued !== JOBS) throw new Error(`${queued} of ${JOBS} jobs are stored`)
  await jobs.close()
  return perSecond
}

const subjects: Readonly<Record<string, () => number | Promise<number>>> = {
  'bare, 1 a commit': () => bare(1),
  'bare, 50 a commit': () => bare(50),
  'store, 1 caller': () => store(false, 1),
  'store, 50 callers': () => store(false, 50),
  'store in a thread, 1 caller': () => store(true, 1),
  'store in a thread, 50 callers': () => store(true, 50),
}
const rates = new Map<string, number[]>(Object.keys(subjects).map((name) => [name, []]))
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, measure] of Object.entries(subjects)) rates.get(name)?.push(await measure())
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const base = median(rates.get('bare, 1 a commit') ?? [])
console.log(`node ${process.version}, ${JOBS} jobs, median of ${ROUNDS} rounds`)
for (const [name, values] of rates) {
  const rate = median(values)
  console.log(
    `${name.padEnd(32)} ${Math.round(rate).toString().padStart(8)} /s  ${(rate / base).toFixed(2)} of one insert a commit`,
  )
}
rmSync(folder, { recursive: true, force: true })
