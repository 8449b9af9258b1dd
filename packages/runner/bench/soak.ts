// Many jobs through one store with a runner's moves and no engine: does the memory stay flat?
//
//   node --expose-gc --conditions=@tezgah/source packages/runner/bench/soak.ts [jobs, 100000 by default]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openSqliteJobStore } from '../src/index.ts'
import { done, newJob } from '../test/contract/store-harness.ts'

const JOBS = Number(process.argv[2] ?? 100_000)
const AT_ONCE = 200
const SAMPLES = 10
const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-soak-'))
const file = path.join(folder, 'jobs.db')
const store = openSqliteJobStore({
  path: file,
  limits: { maxUnfinished: AT_ONCE, maxFinished: 2_000, maxResults: 200 },
})
const MIB = 1024 ** 2

async function throughTheStore(n: number): Promise<void> {
  const idempotency = { key: `key-${n}`, digest: 'd' }
  await store.enqueue(newJob(`job-${n}`, { client: `client-${n % 17}`, idempotency }))
  const job = await store.claim()
  if (job === null) throw new Error('nothing was queued')
  await store.heartbeat([{ id: job.id, attempt: job.attempts }])
  await store.finish(job.id, job.attempts, done(`{"job":${n},"filler":"${'x'.repeat(1_000)}"}`))
  await store.acknowledge(job.id)
  await store.reclaim()
}

function report(jobs: number): void {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  const figures = { heap: heapUsed, rss, file: statSync(file).size }
  const shown = Object.entries(figures).map(([name, bytes]) => `${name} ${(bytes / MIB).toFixed(1)} MiB`)
  console.log(`${String(jobs).padStart(8)} jobs  ${shown.join('  ')}`)
}

console.log(`node ${process.version}, ${JOBS} jobs, ${AT_ONCE} at once`)
const begunAt = performance.now()
for (let n = 0; n < JOBS; n += AT_ONCE) {
  if (n % (JOBS / SAMPLES) === 0) report(n)
  await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => throughTheStore(n + i)))
}
report(JOBS)
const seconds = (performance.now() - begunAt) / 1_000
console.log(`${(JOBS / seconds).toFixed(0)} jobs/s`)
console.log(JSON.stringify(await store.counts()))
await store.close()
rmSync(folder, { recursive: true, force: true })
