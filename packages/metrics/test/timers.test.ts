import { createManualClock, type Timers } from '@tezgah/core/clock'
import { createMetrics, type Metrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { type DelayMonitor, type EventLoopDelay, watchEventLoop } from '../src/node/event-loop-delay.ts'
import { seriesOf } from './fixtures/exposition.ts'

let registry = new Registry()
let clock = createManualClock(1_750_000_000_000)
/** What the wall clock has moved while no timer ran. */
let stalledMs = 0
let running = 0
const timers: Timers = {
  after: (delayMs, run) => clock.after(delayMs, run),
  every(intervalMs, run) {
    const cancel = clock.every(intervalMs, run)
    let isRunning = true
    running++
    return () => {
      cancel()
      if (isRunning) running--
      isRunning = false
    }
  },
}
let metrics: Metrics

beforeEach(() => {
  registry = new Registry()
  clock = createManualClock(1_750_000_000_000)
  stalledMs = 0
  running = 0
  metrics = createMetrics({ registry, timers, now: () => clock.now() + stalledMs })
})

const read = async (name: string) => (await seriesOf(registry)).get(name)
const nextImmediate = () => new Promise((resolve) => setImmediate(resolve))

describe('the heartbeat', () => {
  const beat = () => read('executor_heartbeat_timestamp_seconds')

  it('does not start by itself', async () => {
    clock.advance(60_000)
    expect(await beat()).toBe(0)
    expect(running).toBe(0)
  })

  it('tells the time at once, then every second, until it is stopped', async () => {
    const stop = metrics.startHeartbeat()
    expect(await beat()).toBe(1_750_000_000)
    clock.advance(1000)
    expect(await beat()).toBe(1_750_000_001)
    stop()
    stop()
    clock.advance(60_000)
    expect(await beat()).toBe(1_750_000_001)
  })

  it('stands still while timers do, however often it is scraped', async () => {
    metrics.startHeartbeat()
    for (let scrape = 0; scrape < 5; scrape++) {
      stalledMs += 15_000
      expect(await beat(), 'the process hangs, only its HTTP answers').toBe(1_750_000_000)
    }
  })

  it.each([0, -5, 1.5, Number.NaN, 2 ** 31])('refuses to beat every %s ms', (everyMs) => {
    expect(() => metrics.startHeartbeat(everyMs)).toThrow(RangeError)
    expect(() => metrics.watchEventLoop(everyMs)).toThrow(RangeError)
    expect(running).toBe(0)
  })
})

describe('the delay of the event loop', () => {
  /** Node's, as far as it is used; one sample of each size in milliseconds. */
  class FakeMonitor implements DelayMonitor {
    samples: number[] = []
    isEnabled = false
    get count(): number {
      return this.samples.length
    }
    get max(): number {
      return Math.max(...this.samples) * 1e6
    }
    percentile(percent: number): number {
      const sorted = [...this.samples].sort((a, b) => a - b)
      return (sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0.000511) * 1e6
    }
    enable(): boolean {
      this.isEnabled = true
      return true
    }
    disable(): boolean {
      this.isEnabled = false
      return true
    }
    reset(): void {
      this.samples = []
    }
  }

  it('is read window by window, without the time that a punctual sample takes', async () => {
    const fake = new FakeMonitor()
    const resolutions: number[] = []
    const reports: EventLoopDelay[] = []
    const monitor = (resolutionMs: number) => {
      resolutions.push(resolutionMs)
      return fake
    }
    const stop = watchEventLoop((delay) => reports.push(delay), { everyMs: 15_000, timers, monitor })
    expect(resolutions, 'at 10 ms, the default, sampling costs an idle process').toEqual([20])
    fake.samples = [...Array.from({ length: 97 }, () => 20), 30, 70, 1020]
    clock.advance(15_000)
    expect(reports, 'a stall that is sampled after this timer still counts').toEqual([])
    await nextImmediate()
    expect(reports.map(({ p50, p99, max }) => [p50, p99, max].map((each) => each.toFixed(3)))).toEqual([
      ['0.000', '0.050', '1.000'],
    ])
    clock.advance(15_000)
    await nextImmediate()
    expect(reports.length, 'no sample, nothing to say').toBe(1)
    stop()
    stop()
    expect([fake.isEnabled, running]).toEqual([false, 0])
  })

  it('reaches the registry in seconds', async () => {
    const stop = metrics.watchEventLoop()
    await nextImmediate()
    clock.advance(15_000)
    await nextImmediate()
    stop()
    for (const name of ['p50', 'p99', 'max']) {
      expect(await read(`executor_event_loop_delay_${name}_seconds`), 'milliseconds would be hundreds').toBeLessThan(60)
    }
  })
})
