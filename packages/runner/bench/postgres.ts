// How fast jobs go through the store on PostgreSQL, on this machine, all of it together.
//   node --conditions=@tezgah/source packages/runner/bench/postgres.ts
import { openPostgresJobStore } from '../src/postgres/index.ts'
import { done, newJob } from '../test/contract/store-harness.ts'
import { startServer } from '../test/postgres/server.ts'

const JOBS = 1_500
const server = await startServer()
if (typeof server === 'string') throw new Error(server)
const url = await server.createDatabase()
const limits = { maxUnfinished: 100_000 }
const stores = await Promise.all([1, 2].map(() => openPostgresJobStore({ url, limits })))
const [store] = stores as [(typeof stores)[number], (typeof stores)[number]]
const rate = async (name: string, work: () => Promise<void>) => {
  const begun = performance.now()
  await work()
  console.log(`${name}: ${Math.round((JOBS * 1_000) / (performance.now() - begun))} jobs/s`)
}

let made = 0
const enqueue = (at: (typeof stores)[number]) => at.enqueue(newJob(`job-${made++}`))
const atOnce = (callers: number, act: (caller: number) => Promise<unknown>) =>
  Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = 0; n < JOBS / callers; n++) await act(caller)
    }),
  ).then(() => {})

await rate('enqueue, one caller', () => atOnce(1, () => enqueue(store)))
await rate('enqueue, 50 callers of one process', () => atOnce(50, () => enqueue(store)))
const runOne = async (at: (typeof stores)[number]) => {
  const job = await at.claim()
  await at.finish(job?.id ?? '', job?.attempts ?? 0, done(JSON.stringify({ id: job?.id, curve: 'x'.repeat(10_000) })))
}
await rate('claim and finish with 10 kB, one after the other', () => atOnce(1, () => runOne(store)))
await rate('claim and finish with 10 kB, two stores with four at once', () => atOnce(8, (n) => runOne(stores[n % 2]!)))
await Promise.all(stores.map((opened) => opened.close()))
await server.stop()
