import { Counter, Gauge, type Registry } from 'prom-client'

/**
 * The few metrics of the process that alerts use, under prom-client's names: `process_start_time_seconds`,
 * `process_cpu_seconds_total`, `process_resident_memory_bytes` and `nodejs_heap_size_used_bytes`. Unlike
 * `collectDefaultMetrics` it starts no monitor: reading costs a scrape a few system calls, and nothing between scrapes.
 *
 * @throws Error if the registry has a metric of one of these names already
 */
export function registerProcessMetrics(registry: Registry): void {
  const registers = [registry]
  const startedAt = Math.round(Date.now() / 1000 - process.uptime())
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When the process started, in seconds since the Unix epoch.',
    registers,
  }).set(startedAt)
  let counted = 0
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used by the process, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage()
      this.inc((user + system) / 1e6 - counted)
      counted = (user + system) / 1e6
    },
  })
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Memory of the process in RAM.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss())
    },
  })
  new Gauge({
    name: 'nodejs_heap_size_used_bytes',
    help: 'Heap of JavaScript in use in the main thread.',
    registers,
    collect() {
      this.set(process.memoryUsage().heapUsed)
    },
  })
}
