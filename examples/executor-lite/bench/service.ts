import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Child, startChild } from './child.ts'
import { type Asked, Connection } from './connection.ts'

// How long a start takes to be durable while every worker computes, how long the event loop is held up by that, and how many requests a
// second the reading routes answer beside a bare Fastify route. Service, bare route and client are processes of their own.
// Run it with: npm run bench -w examples/executor-lite, or node --conditions=@tezgah/source examples/executor-lite/bench/service.ts

const CONNECTIONS = 50
const STARTS = 500
const ROUNDS = 3
const READ_MS = 350
/** Its results are small: what is measured is the service, and not how long the store writes one of 50 MB. */
const DATASET = process.env['BENCH_DATASET'] ?? 'sp500-daily'
const TOKEN = 'q7Zp-2mXv-9TkL-4sRd'

type Sample = Readonly<Record<string, number>>

const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-bench-'))
const TOKEN_HEADERS = { 'x-admin-token': TOKEN }

const startService = (name: string): Promise<Child> =>
  startChild(path.join(import.meta.dirname, '..', 'src', 'main.ts'), {
    ADMIN_TOKEN: TOKEN,
    PORT: '0',
    CONCURRENCY: '2',
    TEZGAH_DATA_DIR: path.join(folder, name),
    AUDIT_LOG: path.join(folder, name, 'audit', 'audit.log'),
    OPERATORS_FILE: path.join(folder, 'operators.json'),
    RATE_LIMIT_PER_MINUTE: '100000',
    MAX_UNFINISHED_JOBS: '100000',
    LOG_LEVEL: 'error',
  })

/** Every connection asks one thing after the other until there is nothing more to ask; the times are milliseconds. */
async function timesOf(address: string, next: () => Asked | null, expected: number): Promise<number[]> {
  const times: number[] = []
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      const connection = await Connection.open(address)
      for (let asked = next(); asked !== null; asked = next()) {
        const begunAt = performance.now()
        const status = await connection.ask(asked)
        times.push(performance.now() - begunAt)
        if (status !== expected) throw new Error(`${asked.method} ${asked.path} was answered with ${status}`)
      }
      connection.close()
    }),
  )
  return times.sort((a, b) => a - b)
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN

async function measureStarts(address: string, round: number): Promise<Sample> {
  let left = STARTS
  const times = await timesOf(
    address,
    () => {
      if (left-- <= 0) return null
      const body = JSON.stringify({ dataset: DATASET, seed: round * STARTS + left })
      return {
        method: 'POST',
        path: '/backtest/start',
        headers: { ...TOKEN_HEADERS, 'content-type': 'application/json' },
        body,
      }
    },
    201,
  )
  const slo = await (await fetch(`${address}/slo`)).json()
  return {
    'start p50 ms': at(times, 0.5),
    'start p95 ms': at(times, 0.95),
    'start p99 ms': at(times, 0.99),
    'event loop p99 ms': slo.eventLoopDelayMs.p99,
  }
}

async function rateOf(address: string, asked: Asked): Promise<number> {
  const until = performance.now() + READ_MS
  const next = () => (performance.now() < until ? asked : null)
  return (await timesOf(address, next, 200)).length / (READ_MS / 1_000)
}

async function measureReads(address: string, bareAddress: string, id: string): Promise<Sample> {
  const sample: Record<string, number> = {}
  for (const route of [`/backtest/${id}`, '/backtests?limit=1', '/strategies', '/datasets']) {
    const name = route.replace(id, ':id')
    const plain = await rateOf(bareAddress, { method: 'GET', path: '/bare' })
    const own = await rateOf(address, { method: 'GET', path: route })
    Object.assign(sample, { [`${name} req/s`]: own, [`${name} share of bare`]: own / plain })
  }
  return sample
}

/** The best and the median of the rounds: a busy machine makes every figure worse, never better. */
function tell(samples: readonly Sample[]): void {
  for (const name of Object.keys(samples[0] ?? {})) {
    const sorted = samples.map((sample) => sample[name] ?? Number.NaN).sort((a, b) => a - b)
    const best = name.endsWith(' ms') ? sorted[0] : sorted.at(-1)
    process.stdout.write(`${name}: best ${best?.toFixed(2)}, median ${sorted[ROUNDS >> 1]?.toFixed(2)}\n`)
  }
}

/** One backtest that has ended, to be read. */
async function oneDone(address: string): Promise<string> {
  const headers = { ...TOKEN_HEADERS, 'content-type': 'application/json' }
  const answer = await fetch(`${address}/backtest/start`, { method: 'POST', headers, body: '{}' })
  const { id } = await answer.json()
  await (await fetch(`${address}/backtest/${id}/events`)).text()
  return id
}

const starts: Sample[] = []
const busy = await startService('busy')
for (let round = 0; round < ROUNDS; round++) starts.push(await measureStarts(busy.address, round))
await busy.stop()
tell(starts)
const idle = await startService('idle')
const bare = await startChild(path.join(import.meta.dirname, 'bare.ts'), {})
const id = await oneDone(idle.address)
const reads: Sample[] = []
for (let round = 0; round < ROUNDS; round++) reads.push(await measureReads(idle.address, bare.address, id))
tell(reads)
await Promise.all([bare.stop(), idle.stop()])
await rm(folder, { recursive: true, force: true, maxRetries: 5 })
