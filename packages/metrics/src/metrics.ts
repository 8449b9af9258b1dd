import { systemTimers, type Timers } from '@tezgah/core/clock'
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
import { createWorkerAggregator, type WorkerAggregator } from './worker-metrics.ts'

/** Interval of the heartbeat in milliseconds where the caller names none. */
const HEARTBEAT_MS = 1000

/** Options of `createMetrics`. */
export type MetricsOptions = MeterOptions & {
  /** The wall clock, in milliseconds since the Unix epoch. `Date.now` when absent. */
  readonly now?: () => number
  /** Timers of the heartbeat and of the event loop's measurement. Node's own when absent. */
  readonly timers?: Timers
}

/**
 * The metrics of a service. The functions need no `this`: they may be spread, picked and passed on. A value that fits no metric
 * throws a RangeError, or is passed to `onInvalid` where that is given, and changes no metric.
 */
export interface Metrics extends BacktestRecorder, ServiceRecorder, WorkerAggregator {
  recordVerdict(policy: string, verdict: Verdict): void
  setTradingState(state: TradingState): void
  /** Pass it to a reader of market data. */
  readonly stream: StreamMetrics
  /** The latest reading of the exchange's clock; `null` before the first. */
  setClock(reading: ClockReading | null): void
  /**
   * Starts the heartbeat: now, then every `everyMs` milliseconds (1000 when absent).
   *
   * @returns stops it; calling it twice is harmless
   * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
   */
  startHeartbeat(everyMs?: number): () => void
  /**
   * Starts to measure how late timers are, in windows of `everyMs` milliseconds (15,000 when absent; scrape at
   * least as often).
   *
   * @returns stops it; calling it twice is harmless
   * @throws RangeError if `everyMs` is not a whole number from 1 to 2,147,483,647
   */
  watchEventLoop(everyMs?: number): () => void
}

/**
 * Registers the whole catalogue on a registry, every label value at 0 from the start, so that a first failure is an
 * increase of an existing series. Starts nothing.
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
    recordVerdict: (policy, verdict) => meter.count('executor_guardrail_verdicts_total', { policy, verdict }),
    setTradingState: (state) => setTradingState(meter, state),
    stream: streamMetrics(meter, now),
    setClock: (reading) => recordClock(meter, now(), reading),
    startHeartbeat(everyMs = HEARTBEAT_MS) {
      // Set by timer and not at scrape: a value computed for the scraper is fresh even when every timer of the process has died.
      const beat = (): void => meter.set('executor_heartbeat_timestamp_seconds', {}, now() / 1000)
      const stop = timers.every(everyMs, beat)
      beat()
      return stop
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
