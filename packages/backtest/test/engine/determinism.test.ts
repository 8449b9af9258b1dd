import { type BacktestOptions, backtest, type CandleSeries, createSeries } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candlesFrom } from '../fixtures/candles.ts'
import { playRandom, randomRun } from '../fixtures/random-run.ts'
import { SAMPLES, smaCross } from '../fixtures/sample-strategies.ts'

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
const candles = candlesFrom({ closes })
const options: BacktestOptions = { strategy: smaCross, candles }
const digest = (changes: Partial<BacktestOptions>): string => backtest({ ...options, ...changes }).manifest.digest

/** The candles with other columns or names. */
function changed(changes: Partial<Record<(typeof COLUMNS)[number], Float64Array>> & { symbol?: string }): CandleSeries {
  return createSeries({ ...candles, ...changes })
}

/** A copy of a column with 0.5 more in its last value. */
function nudged(column: Float64Array): Float64Array {
  return column.map((value, index) => (index === column.length - 1 ? value + 0.5 : value))
}

test('the same inputs give the same bytes', () => {
  fc.assert(
    fc.property(randomRun(), (run) => {
      expect(JSON.stringify(playRandom(run))).toBe(JSON.stringify(playRandom(run)))
    }),
  )
})

test('in whatever order the parts of a result are read', () => {
  const forwards = backtest(options)
  const backwards = backtest(options)
  const { schema, manifest, stats, account, orders, fills, trades, equity } = backwards
  for (const part of [equity, trades, fills, orders, account, stats, manifest, schema]) expect(part).toBeDefined()
  expect(JSON.stringify(forwards)).toBe(JSON.stringify(backwards))
})

describe('the digest changes with', () => {
  const base = digest({})

  test.each<[string, Partial<BacktestOptions>]>([
    ['the seed', { seed: 1 }],
    ['a parameter', { params: { fast: 3 } }],
    ['the strategy', { strategy: SAMPLES[1]! }],
    ['the cash', { account: { initialCash: '100000.01' } }],
    ['the maker rate, though nothing made', { account: { makerFeeRate: 0.002 } }],
    ['the taker rate', { account: { takerFeeRate: 0.002 } }],
    ['the slippage', { execution: { slippageBps: 1 } }],
    ['the lot', { execution: { lot: '0.0000001' } }],
    ['the limit rule, though there was no limit', { execution: { limitFill: 'touch' } }],
    ['the periods of a year', { statistics: { periodsPerYear: 365 } }],
    ['the symbol', { candles: changed({ symbol: 'ETHTRY' }) }],
    ['the declared interval', { candles: createSeries({ ...candles, interval: '1h' }) }],
    ['a time', { candles: changed({ time: nudgedTime() }) }],
    ['an open', { candles: changed({ open: nudged(candles.open), high: nudged(candles.high) }) }],
    ['a high', { candles: changed({ high: nudged(candles.high) }) }],
    ['a low', { candles: changed({ low: candles.low.map((value, index) => (index === 0 ? value - 0.5 : value)) }) }],
    ['a close', { candles: changed({ close: nudged(candles.close), high: nudged(candles.high) }) }],
    ['a volume', { candles: changed({ volume: nudged(candles.volume) }) }],
    ['one candle less', { candles: candlesFrom({ closes: closes.slice(0, -1) }) }],
  ])('%s', (_what, changes) => {
    expect(digest(changes)).not.toBe(base)
  })

  test('nothing that means the same', () => {
    expect(digest({ params: { slow: 5, fast: 2 } })).toBe(base)
    expect(digest({ params: {} })).toBe(base)
    expect(digest({ account: { initialCash: '1e5', feeRate: '0.00100' } })).toBe(base)
  })
})

function nudgedTime(): Float64Array {
  return candles.time.map((value, index) => (index === candles.length - 1 ? value + 1 : value))
}

describe('candles', () => {
  test('on shared memory give the same digest', () => {
    const shared = changed(
      Object.fromEntries(
        COLUMNS.map((name) => {
          const column = new Float64Array(new SharedArrayBuffer(candles.length * 8))
          column.set(candles[name])
          return [name, column]
        }),
      ),
    )
    expect(JSON.stringify(backtest({ ...options, candles: shared }))).toBe(JSON.stringify(backtest(options)))
  })

  test('in the middle of a larger buffer give the same digest', () => {
    const embedded = changed(
      Object.fromEntries(
        COLUMNS.map((name) => {
          const buffer = new Float64Array(candles.length + 9).fill(-1)
          buffer.set(candles[name], 5)
          return [name, buffer.subarray(5, 5 + candles.length)]
        }),
      ),
    )
    expect(digest({ candles: embedded })).toBe(digest({}))
  })

  test('are not modified by a run', () => {
    const before = COLUMNS.map((name) => candles[name].slice())
    for (const strategy of SAMPLES) JSON.stringify(backtest({ strategy, candles }))
    expect(COLUMNS.map((name) => candles[name])).toEqual(before)
  })

  test('pass into the result without a copy', () => {
    expect(backtest(options).equity.time).toBe(candles.time)
  })
})
