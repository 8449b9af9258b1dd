import type { CounterName } from './catalogue.ts'
import type { Meter } from './meter.ts'

/** The port of a reader of market data; `SpotMetrics` of `@tezgah/btcturk/stream` has the same shape. */
export interface StreamMetrics {
  /** Adds one. */
  count(
    name: 'reconnects' | 'faults' | 'book_resyncs' | 'trade_gaps' | 'silent_joins',
    labels: { readonly symbol?: string },
  ): void
  /** Sets: milliseconds, or 1 for true and 0 for false. */
  gauge(
    name: 'drift_ms' | 'age_ms' | 'is_fresh',
    value: number,
    labels: { readonly symbol: string; readonly channel?: 'ticker' | 'trade' | 'book' },
  ): void
}

/** The clock of the exchange as seen from here; `ServerTime` of `@tezgah/btcturk` fits. Milliseconds. */
export type ClockReading = {
  /** Best guess of the exchange's clock now, since the Unix epoch. */
  readonly time: number
  /** The true time lies in `time ± errorMs`. */
  readonly errorMs: number
  /** Since the last measurement. */
  readonly ageMs: number
}

type StreamCount = Parameters<StreamMetrics['count']>[0]

const COUNTERS = {
  reconnects: 'executor_stream_reconnects_total',
  faults: 'executor_stream_faults_total',
  book_resyncs: 'executor_stream_book_resyncs_total',
  trade_gaps: 'executor_stream_trade_gaps_total',
  silent_joins: 'executor_stream_silent_joins_total',
} as const satisfies Readonly<Record<StreamCount, CounterName>>

/** @param now - the wall clock, milliseconds since the Unix epoch */
export function streamMetrics(meter: Meter, now: () => number): StreamMetrics {
  return {
    count: (name, { symbol = '' }) => meter.count(COUNTERS[name], { symbol }),
    gauge(name, value, { symbol, channel }) {
      const labels = { symbol, channel: channel as NonNullable<typeof channel> }
      if (name === 'drift_ms') meter.set('executor_stream_drift_seconds', { symbol }, value / 1000)
      else if (name === 'is_fresh') meter.set('executor_stream_fresh', labels, value)
      // A timestamp stays true when the reader dies; an age would not grow any more.
      else meter.set('executor_stream_updated_timestamp_seconds', labels, (now() - value) / 1000)
    },
  }
}

/** @param now - the wall clock, milliseconds since the Unix epoch */
export function recordClock(meter: Meter, now: number, reading: ClockReading | null): void {
  if (reading !== null) {
    meter.set('executor_clock_offset_seconds', {}, (reading.time - now) / 1000)
    meter.set('executor_clock_bound_seconds', {}, reading.errorMs / 1000)
  }
  const measuredAt = reading === null ? 0 : now - reading.ageMs
  meter.set('executor_clock_measured_timestamp_seconds', {}, measuredAt / 1000)
}
