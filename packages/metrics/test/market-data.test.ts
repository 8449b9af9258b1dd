import { type ClockReading, createMetrics, type Metrics, type StreamMetrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import type { ServerTime } from '../../btcturk/src/clock/server-clock.ts'
import type { SpotMetrics } from '../../btcturk/src/stream/spot/spot-events.ts'
import { seriesOf } from './fixtures/exposition.ts'

let registry = new Registry()
let metrics: Metrics

beforeEach(() => {
  registry = new Registry()
  metrics = createMetrics({ registry, symbols: ['BTCTRY'], now: () => 1_750_000_000_000 })
})

const read = async (name: string) => (await seriesOf(registry)).get(name)

describe('the hooks of @tezgah/btcturk', () => {
  it('fit as they are', () => {
    expectTypeOf<StreamMetrics>().toExtend<SpotMetrics>()
    expectTypeOf<ServerTime>().toExtend<ClockReading>()
  })

  it('are counted by pair, a pair that was not named as other', async () => {
    const { count } = metrics.stream
    count('reconnects', {})
    count('faults', {})
    count('book_resyncs', { symbol: 'BTCTRY' })
    count('book_resyncs', { symbol: 'DOGETRY' })
    count('trade_gaps', { symbol: 'BTCTRY' })
    count('silent_joins', { symbol: 'BTCTRY' })
    expect(await read('executor_stream_reconnects_total')).toBe(1)
    expect(await read('executor_stream_faults_total')).toBe(1)
    expect(await read('executor_stream_book_resyncs_total{symbol="BTCTRY"}')).toBe(1)
    expect(await read('executor_stream_book_resyncs_total{symbol="other"}')).toBe(1)
    expect(await read('executor_stream_trade_gaps_total{symbol="BTCTRY"}')).toBe(1)
    expect(await read('executor_stream_silent_joins_total{symbol="BTCTRY"}')).toBe(1)
  })

  it('turn milliseconds into seconds, and an age into a moment that grows old by itself', async () => {
    const { gauge } = metrics.stream
    gauge('is_fresh', 1, { symbol: 'BTCTRY', channel: 'book' })
    gauge('age_ms', 2500, { symbol: 'BTCTRY', channel: 'book' })
    gauge('drift_ms', -40, { symbol: 'BTCTRY' })
    expect(await read('executor_stream_fresh{symbol="BTCTRY",channel="book"}')).toBe(1)
    expect(await read('executor_stream_updated_timestamp_seconds{symbol="BTCTRY",channel="book"}')).toBe(
      1_749_999_997.5,
    )
    expect(await read('executor_stream_drift_seconds{symbol="BTCTRY"}')).toBe(-0.04)
  })

  it('do not mix the values of pairs that were not named', () => {
    expect(() => metrics.stream.gauge('is_fresh', 1, { symbol: 'DOGETRY', channel: 'book' })).toThrow(
      new RangeError(
        'executor_stream_fresh: symbol must be one of the values that the service declared, received "DOGETRY"',
      ),
    )
  })
})

describe('the clock', () => {
  it('tells its offset, the bound and when it was measured; a voided measurement is none', async () => {
    metrics.setClock({ time: 1_749_999_999_250, errorMs: 12, ageMs: 60_000 })
    expect(await read('executor_clock_offset_seconds')).toBe(-0.75)
    expect(await read('executor_clock_bound_seconds')).toBe(0.012)
    expect(await read('executor_clock_measured_timestamp_seconds')).toBe(1_749_999_940)
    metrics.setClock(null)
    expect(await read('executor_clock_measured_timestamp_seconds')).toBe(0)
  })
})
