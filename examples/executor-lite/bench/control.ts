import { monitorEventLoopDelay } from 'node:perf_hooks'

// A process that does nothing: how late its timers are is the kernel's share in the delay of any event loop beside it.
const loop = monitorEventLoopDelay({ resolution: 10 })
loop.enable()
const alive = setInterval(() => {}, 1_000)
process.on('SIGTERM', () => {
  clearInterval(alive)
  process.stdout.write(`p99 ms: ${loop.percentile(99) / 1e6}\n`)
})
process.stdout.write('control listens on http://nowhere\n')
