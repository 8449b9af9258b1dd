// How soon the job of a worker that is gone runs again on another, and how soon a worker ends that is told to.
//   node --conditions=@tezgah/source packages/cli/bench/worker.ts
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRunner, readDatasetFolder } from '@tezgah/runner'
import { openPostgresJobStore } from '@tezgah/runner/postgres'
import { waves, writeDataset } from '../../runner/test/fixtures/workbench.ts'
import { startCutOffProxy } from '../../runner/test/postgres/cut-off-proxy.ts'
import { startServer } from '../../runner/test/postgres/server.ts'
import { type Running, spawnMain } from '../test/spawn-main.ts'

const ROUNDS = 7
const module = path.join(import.meta.dirname, '../test/fixtures/worker/strategies.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-bench-'))
const server = await startServer()
if (typeof server === 'string') throw new Error(server)
await writeDataset(folder, 'waves', waves(300))
const url = await server.createDatabase()
const store = await openPostgresJobStore({ url })
const api = await createRunner({
  store,
  datasets: await readDatasetFolder(folder),
  strategiesModule: pathToFileURL(module).href,
  defaults: { strategy: 'gated', dataset: 'waves' },
})
api.pause()

const startWorker = async (database: string): Promise<Running> => {
  const flags = ['--strategies', module, '--datasets', folder, '--concurrency', '1']
  const worker = spawnMain(['worker', ...flags], undefined, { DATABASE_URL: database })
  await once(worker.child.stdout!, 'data')
  return worker
}
const untilRunning = async (id: string, attempts: number) => {
  for (;;) {
    const job = await store.get(id)
    if (job?.status === 'running' && job.attempts === attempts) return
  }
}
const report = (what: string, times: number[]) => {
  const sorted = times.map(Math.round).sort((a, b) => a - b)
  console.log(`${what}: median ${sorted[sorted.length >> 1]} ms, slowest ${sorted.at(-1)} ms (${sorted.length} times)`)
}

const recover = async (leave: (worker: Running, cut: () => void) => void, times: number[]) => {
  const proxy = await startCutOffProxy(url)
  const first = await startWorker(proxy.urlOf(url))
  const { id } = await api.enqueue({ params: { gate: path.join(folder, 'never') }, seed: times.length })
  await untilRunning(id, 1)
  const second = await startWorker(url)
  const begun = performance.now()
  leave(first, proxy.cut)
  await untilRunning(id, 2)
  times.push(performance.now() - begun)
  await store.cancel(id)
  for (const worker of [first, second]) worker.child.kill('SIGKILL')
  await Promise.all([first.finished, second.finished])
  await proxy.close()
}
const killed: number[] = []
const cutOff: number[] = []
const ended: number[] = []
for (let round = 0; round < ROUNDS; round++) {
  await recover(({ child }) => child.kill('SIGKILL'), killed)
  await recover((_, cut) => cut(), cutOff)
  const worker = await startWorker(url)
  const { id } = await api.enqueue({ params: { gate: path.join(folder, 'never'), every: 3 }, seed: round })
  await untilRunning(id, 1)
  const begun = performance.now()
  worker.child.kill('SIGTERM')
  await worker.finished
  ended.push(performance.now() - begun)
  await store.cancel(id)
}
report('killed: its job runs again after', killed)
report('cut off: its job runs again after', cutOff)
report('SIGTERM, with a strategy that does not end: it has ended after', ended)
await api.close(0)
await store.close()
await server.stop()
rmSync(folder, { recursive: true, force: true })
