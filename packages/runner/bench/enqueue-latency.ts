// How long an enqueue takes while every core computes and results of 1.5 MB are committed, with the database on the event loop and
// in a thread of its own: 50 callers, each of whom asks again 20 ms after its answer.
//
//   node --conditions=@tezgah/source packages/runner/bench/enqueue-latency.ts
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type JobStore, openSqliteJobStore } from '../src/index.ts'
import { newJob } from '../test/contract/store-harness.ts'

const SECONDS = 6
const CALLERS = 50
const PAUSE_MS = 20
const RESULT_BYTES = 1_500_000
const RESULTS_PER_SECOND = 20
let file = 0
const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-bench-'))

async function call(jobs: JobStore, caller: number, until: number, tookMs: number[]): Promise<void> {
  for (let n = 0; performance.now() < until; n++) {
    const begunAt = performance.now()
    await jobs.enqueue(newJob(`job-${caller}-${n}`, { client: `client-${caller % 7}` }))
    tookMs.push(performance.now() - begunAt)
    await delay(PAUSE_MS)
  }
}

async function commitResults(jobs: JobStore, until: number): Promise<number> {
  const body = new Uint8Array(RESULT_BYTES)
  let finished = 0
  for (; performance.now() < until; await delay(1_000 / RESULTS_PER_SECOND)) {
    const job = await jobs.claim()
    if (job === null) continue
    crypto.getRandomValues(body.subarray(0, 65_536))
    await jobs.finish(job.id, job.attempts, { status: 'done', result: body, summary: {}, runMs: 1 })
    finished++
  }
  return finished
}

async function measure(thread: boolean): Promise<void> {
  const jobs = openSqliteJobStore({
    path: path.join(folder, `${++file}.db`),
    thread,
    limits: { maxUnfinished: 1_000_000, leaseMs: 600_000 },
  })
  const tookMs: number[] = []
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const until = performance.now() + SECONDS * 1_000
  const callers = Array.from({ length: CALLERS }, (_, caller) => call(jobs, caller, until, tookMs))
  const [finished] = await Promise.all([commitResults(jobs, until), ...callers])
  loop.disable()
  await jobs.close()
  tookMs.sort((a, b) => a - b)
  const at = (share: number) => (tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN).toFixed(1)
  const loopMs = (loop.percentile(99) / 1e6).toFixed(1)
  console.log(
    `${thread ? 'in a thread      ' : 'on the event loop'}  ${tookMs.length} enqueues, ${finished} results of ${RESULT_BYTES} bytes: ` +
      `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms; event loop p99 ${loopMs} ms`,
  )
}

const busy = Array.from({ length: availableParallelism() - 1 }, () => new Worker('for(;;);', { eval: true }))
console.log(`node ${process.version}, ${busy.length} cores kept busy of ${availableParallelism()}`)
for (const thread of [false, true, false, true]) {
  await measure(thread)
}
await Promise.all(busy.map((worker) => worker.terminate()))
rmSync(folder, { recursive: true, force: true })
