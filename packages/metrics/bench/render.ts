// How long a scrape of a full service takes, and how large it is. The goals: 2 ms, 64 kB, 500 series. Both the clock and the
// processor time of the process, which a busy machine does not stretch but garbage collection does.
//
//   node --conditions=@tezgah/source packages/metrics/bench/render.ts
import { Registry } from 'prom-client'
import { createMetrics, registerProcessMetrics } from '../src/index.ts'
import { fullService } from '../test/fixtures/names.ts'

const ROUNDS = 500
const registry = new Registry()
const metrics = createMetrics({ registry, ...fullService })
registerProcessMetrics(registry)
for (let index = 0; index < 10_000; index++) {
  metrics.started()
  metrics.enqueued((index % 97) / 3)
  metrics.httpAnswered({
    method: 'GET',
    route: fullService.routes[index % 45]!.route,
    statusCode: 200 + (index % 5) * 50,
  })
}
const begunAt = performance.now()
for (let index = 0; index < 100_000; index++)
  metrics.httpAnswered({ method: 'GET', route: '/nowhere', statusCode: 404 })
const perAnswer = ((performance.now() - begunAt) / 100_000) * 1000

const took: number[] = []
const used: number[] = []
let text = ''
for (let round = 0; round < ROUNDS; round++) {
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  text = await registry.metrics()
  took.push(performance.now() - startedAt)
  const { user, system } = process.cpuUsage(cpu)
  used.push((user + system) / 1000)
}

/** The value below which a share of these lies, in milliseconds. */
function share(of: readonly number[], part: number): string {
  return `${[...of].sort((a, b) => a - b)[Math.floor(of.length * part)]!.toFixed(2)} ms`
}

const series = text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length
console.log(`${series} series, ${Buffer.byteLength(text)} bytes`)
console.log(`render by the clock: median ${share(took, 0.5)}, p99 ${share(took, 0.99)}`)
console.log(`render, processor time: median ${share(used, 0.5)}, p99 ${share(used, 0.99)}`)
console.log(`one HTTP answer: ${perAnswer.toFixed(2)} µs`)
if (series > 500 || Buffer.byteLength(text) > 65_536) throw new Error('larger than promised')
