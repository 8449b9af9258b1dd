import type { TradingState, Verdict } from './catalogue.ts'
import { type ClockReading, recordClock, type StreamMetrics, streamMetrics } from './market-data.ts'
import { createMeter, type MeterOptions } from './meter.ts'
import { WINDOW_MS, watchEventLoop } from './node/event-loop-delay.ts'
import {
  type BacktestRecorder,
  createBacktestRecorder,
  createServiceRecorder,
  type ServiceRecorder,
  setTradingState,
} from './recorders.ts'
import { requireInterval, systemTimers, type Timers } from './timers.ts'
import { createWorkerAggregator, type WorkerAggregator } from './worker-metrics.ts'

/** Interval of the heartbeat in milliseconds where the caller names none. */
const HEARTBEAT_MS = 1000

/** How to create the metrics of a service. */
export type MetricsOptions = MeterOptions & {
  /** The wall clock, in milliseconds since the Unix epoch. `Date.now` when absent. */
  readonly now?: () => number
  /** What beats and measures again and again. Node's own when absent. */
  readonly timers?: Timers
}

/**
 * What a service tells about itself. The functions need no `this`: they may be spread, picked and passed on. A figure that
 * fits no metric throws a RangeError, or goes to `onInvalid` where that is given, and changes none.
 */
export interface Metrics extends BacktestRecorder, ServiceRecorder, WorkerAggregator {
  judged(policy: string, verdict: Verdict): void
  setTradingState(state: TradingState): void
  /** Pass it to a reader of market data. */
  readonly stream: StreamMetrics
  /** What is known of the exchange's clock at this moment; `null` where nothing is. */
  setClock(reading: ClockReading | null): void
  /**
   * Starts the heartbeat: now, then every `everyMs` milliseconds (1000 when absent).
   *
   * @returns what stops it; calling it twice is harmless
   * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
   */
  startHeartbeat(everyMs?: number): () => void
  /**
   * Starts to measure by how much timers are late, in windows of `everyMs` milliseconds (15,000 when absent; scrape at
   * least as often).
   *
   * @returns what stops it; calling it twice is harmless
   * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
   */
  watchEventLoop(everyMs?: number): () => void
}

/**
 * Registers the whole catalogue on a registry, every label value at 0 from the start, so that a first failure is an
 * increase and not a series that was never there. Starts nothing.
 *
 * @throws RangeError if a name cannot be a label value, or the names make more than 480 time series
 * @throws Error if the registry has a metric of one of these names already
 */
export function createMetrics(options: MetricsOptions): Metrics {
  const { now = Date.now, timers = systemTimers } = options
  const meter = createMeter(options)
  return {
    ...createBacktestRecorder(meter),
    ...createServiceRecorder(meter, now),
    ...createWorkerAggregator(meter),
    judged: (policy, verdict) => meter.count('executor_guardrail_verdicts_total', { policy, verdict }),
    setTradingState: (state) => setTradingState(meter, state),
    stream: streamMetrics(meter, now),
    setClock: (reading) => recordClock(meter, now(), reading),
    startHeartbeat(everyMs = HEARTBEAT_MS) {
      requireInterval(everyMs)
      // Set by timer and not at scrape: a value computed for the scraper is fresh even when every timer of the process has died.
      const beat = () => meter.set('executor_heartbeat_timestamp_seconds', {}, now() / 1000)
      beat()
      return timers.every(everyMs, beat)
    },
    watchEventLoop(everyMs = WINDOW_MS) {
      return watchEventLoop(
        ({ p50, p99, max }) => {
          meter.set('executor_event_loop_delay_p50_seconds', {}, p50)
          meter.set('executor_event_loop_delay_p99_seconds', {}, p99)
          meter.set('executor_event_loop_delay_max_seconds', {}, max)
        },
        { everyMs, timers },
      )
    },
  }
}
