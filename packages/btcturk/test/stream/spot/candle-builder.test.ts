import { addDecimals, canonicalDecimal } from '@tezgah/core/decimal'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MarketTrade } from '../../../src/stream/frames/messages.ts'
import { CandleBuilder } from '../../../src/stream/spot/candle-builder.ts'

const MINUTE = 60_000

const trade = (id: number, time: number, price = '100', quantity = '1'): MarketTrade => ({
  symbol: 'BTCTRY',
  id: String(id),
  time,
  side: 'buy',
  price,
  quantity,
})

it('adds decimals as decimal.js does', () => {
  const decimal = fc
    .tuple(fc.nat(1_000_000), fc.stringMatching(/^\d{0,12}$/))
    .map(([whole, fraction]) => canonicalDecimal(fraction === '' ? String(whole) : `${whole}.${fraction}`)!)
  const Exact = Decimal.clone({ precision: 60, toExpNeg: -40, toExpPos: 40 })
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(addDecimals(a, b)).toBe(new Exact(a).plus(b).toFixed())
    }),
  )
})

it('builds the candle of its interval from trades, to the last digit', () => {
  const builder = new CandleBuilder('BTCTRY', MINUTE)
  builder.backfill([trade(1, 59_000)], 59_500)
  builder.add(trade(2, 60_000, '100', '0.1'))
  builder.add(trade(3, 61_000, '120.5', '0.2'))
  builder.add(trade(4, 62_000, '90', '0.3'))
  expect(builder.add(trade(5, 119_999, '110', '0.00000001'))).toMatchObject({ kind: 'added', closed: null })
  expect(builder.candle(119_999)).toEqual({
    symbol: 'BTCTRY',
    openTime: 60_000,
    closeTime: 120_000,
    open: '100',
    high: '120.5',
    low: '90',
    close: '110',
    volume: '0.60000001',
    trades: 4,
    isComplete: true,
  })
})

it('has no candle for an interval without a trade', () => {
  const builder = new CandleBuilder('BTCTRY', MINUTE)
  builder.add(trade(1, 59_000))
  expect(builder.candle(60_000)).toBeNull()
})

it('closes a candle with the first trade of a later interval', () => {
  const builder = new CandleBuilder('BTCTRY', MINUTE)
  builder.add(trade(1, 59_000))
  expect(builder.add(trade(2, 60_000))).toMatchObject({
    candle: { openTime: 60_000, trades: 1 },
    closed: { openTime: 0, trades: 1 },
  })
})

it('counts each trade once and leaves closed candles alone', () => {
  const builder = new CandleBuilder('BTCTRY', MINUTE)
  builder.add(trade(1, 61_000))
  expect(builder.add(trade(1, 61_000))).toEqual({ kind: 'known' })
  expect(builder.add(trade(2, 59_999))).toEqual({ kind: 'late' })
  expect(builder.candle(61_000)).toMatchObject({ trades: 1 })
})

describe('after a connection was lost', () => {
  it('fills in what was missed where the last trades reach back to a known one', () => {
    const builder = new CandleBuilder('BTCTRY', MINUTE)
    builder.backfill([trade(1, 59_000)], 59_000)
    builder.add(trade(2, 61_000))
    const { isGap } = builder.backfill([trade(2, 61_000), trade(3, 62_000), trade(4, 63_000)], 64_000)
    expect(isGap).toBe(false)
    expect(builder.candle(64_000)).toMatchObject({ trades: 3, isComplete: true })
  })

  it('says that the candle is incomplete where they do not, and is complete again from the next', () => {
    const builder = new CandleBuilder('BTCTRY', MINUTE)
    builder.backfill([trade(1, 59_000)], 59_000)
    builder.add(trade(2, 61_000))
    expect(builder.backfill([trade(70, 100_000), trade(71, 101_000)], 102_000).isGap).toBe(true)
    expect(builder.candle(102_000)).toMatchObject({ trades: 3, isComplete: false })
    builder.add(trade(72, 121_000))
    expect(builder.candle(121_000)).toMatchObject({ trades: 1, isComplete: true })
  })

  it('says so of the candle too that begins within the gap', () => {
    const builder = new CandleBuilder('BTCTRY', MINUTE)
    builder.backfill([trade(1, 59_000)], 59_000)
    builder.add(trade(2, 61_000))
    builder.backfill([trade(70, 130_000), trade(71, 131_000)], 132_000)
    expect(builder.candle(132_000)).toMatchObject({ openTime: 120_000, trades: 2, isComplete: false })
  })
})

it('is incomplete for the interval in which it began to look', () => {
  const builder = new CandleBuilder('BTCTRY', MINUTE)
  builder.backfill([trade(1, 61_000), trade(2, 62_000)], 63_000)
  expect(builder.candle(63_000)).toMatchObject({ trades: 2, isComplete: false })
})

it('gives the same candles when a join repeats trades', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20_000), fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })), {
        minLength: 1,
        maxLength: 60,
      }),
      fc.nat(59),
      (steps, cut) => {
        let time = 0
        const trades = steps.map(([wait, price, quantity], index) => {
          time += wait
          return trade(index + 1, time, String(price), String(quantity))
        })
        const plain = new CandleBuilder('BTCTRY', MINUTE)
        const repeated = new CandleBuilder('BTCTRY', MINUTE)
        for (const each of trades) plain.add(each)
        for (const each of trades.slice(0, cut)) repeated.add(each)
        repeated.backfill(trades.slice(-50).toReversed(), time)
        if (cut >= trades.length - 50) {
          const { isComplete: _, ...expected } = plain.candle(time)!
          expect(repeated.candle(time)).toMatchObject(expected)
        }
      },
    ),
  )
})
