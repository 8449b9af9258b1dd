import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readEnvironment } from '../src/environment.ts'
import { startService } from '../src/service.ts'

// How long a start takes to be durable, and how long a probe waits, while every worker computes.
// Run it with: node --conditions=@tezgah/source examples/executor-lite/bench/start-latency.ts

const CONNECTIONS = 50
const STARTS = 1_000
const TOKEN = 'q7Zp-2mXv-9TkL-4sRd'

const folder = await mkdtemp(path.join(tmpdir(), 'tezgah-bench-'))
const environment = readEnvironment({
  ADMIN_TOKEN: TOKEN,
  PORT: '0',
  TEZGAH_DATA_DIR: folder,
  AUDIT_LOG: path.join(folder, 'audit.log'),
  RATE_LIMIT_PER_MINUTE: '100000',
  MAX_UNFINISHED_JOBS: '100000',
  LOG_LEVEL: 'error',
})
const service = await startService(environment, import.meta.resolve('@tezgah-examples/strategies'))

const start = async (): Promise<number> => {
  const begunAt = performance.now()
  const answer = await fetch(`${service.address}/backtest/start`, {
    method: 'POST',
    headers: { 'x-admin-token': TOKEN, 'content-type': 'application/json' },
    body: JSON.stringify({ dataset: 'btctry-1m-synthetic' }),
  })
  if (answer.status !== 201) throw new Error(`a start was answered with ${answer.status}: ${await answer.text()}`)
  await answer.arrayBuffer()
  return performance.now() - begunAt
}
const probe = async (): Promise<number> => {
  const begunAt = performance.now()
  await (await fetch(`${service.address}/healthz`)).arrayBuffer()
  return performance.now() - begunAt
}
const report = (name: string, times: readonly number[], seconds: number): void => {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1)
  const rate = (times.length / seconds).toFixed(0)
  process.stdout.write(`${name}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, ${rate}/s\n`)
}

const starts: number[] = []
const probes: number[] = []
const begunAt = performance.now()
await Promise.all(
  Array.from({ length: CONNECTIONS }, async () => {
    for (let i = 0; i < STARTS / CONNECTIONS; i++) starts.push(await start())
  }),
)
report(`start, ${CONNECTIONS} connections`, starts, (performance.now() - begunAt) / 1_000)
const probesBegunAt = performance.now()
for (let i = 0; i < 200; i++) probes.push(await probe())
report('healthz while workers compute', probes, (performance.now() - probesBegunAt) / 1_000)
await service.close()
await rm(folder, { recursive: true, force: true, maxRetries: 5 })
