import { describe, expect, test } from 'vitest'
import type { LimitFill } from '../../src/options/execution.ts'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, play } from '../fixtures/scripted.ts'

/** A buy of 2 at 95, ordered at 100, and the candles that it meets. */
function buyAt95(candles: Candle[], limitFill: LimitFill, slippageBps = 0): string[] {
  const result = play(
    [flat(100), ...candles],
    { 0: (ctx) => ctx.buy({ quantity: 2, limit: 95 }) },
    {
      execution: { limitFill, slippageBps },
    },
  )
  return fillLines(result)
}

/** A sell of 2 at 105, ordered at 100 in candle 1, after the buy in that candle. */
function sellAt105(candles: Candle[], limitFill: LimitFill, slippageBps = 0): string[] {
  const result = play(
    [flat(100), flat(100), ...candles],
    { 0: (ctx) => ctx.buy({ quantity: 2 }), 1: (ctx) => ctx.sell({ quantity: 2, limit: 105 }) },
    { execution: { limitFill, slippageBps } },
  )
  return fillLines(result).slice(1)
}

describe('buy limit of 95 on its first candle', () => {
  // `cross` asks for a price below the limit, `touch` for one at or below it. What trades at the open takes.
  test.each<[string, Candle, string[], string[]]>([
    ['gaps below', candle(90, 92, 89, 91), ['1 buy 2 @ 90 taker limit_at_open'], ['1 buy 2 @ 90 taker limit_at_open']],
    ['opens at it and rises', candle(95, 96, 95, 96), [], ['1 buy 2 @ 95 taker limit_at_open']],
    [
      'opens at it and dips',
      candle(95, 96, 94, 95),
      ['1 buy 2 @ 95 maker limit'],
      ['1 buy 2 @ 95 taker limit_at_open'],
    ],
    ['falls through it', candle(100, 101, 94, 96), ['1 buy 2 @ 95 maker limit'], ['1 buy 2 @ 95 maker limit']],
    ['falls to it', candle(100, 101, 95, 96), [], ['1 buy 2 @ 95 maker limit']],
    ['stays above', candle(100, 101, 95.01, 96), [], []],
  ])('candle %s', (_what, met, cross, touch) => {
    expect(buyAt95([met], 'cross')).toEqual(cross)
    expect(buyAt95([met], 'touch')).toEqual(touch)
  })
})

describe('sell limit of 105 on its first candle', () => {
  test.each<[string, Candle, string[], string[]]>([
    [
      'gaps above',
      candle(110, 111, 108, 109),
      ['2 sell 2 @ 110 taker limit_at_open'],
      ['2 sell 2 @ 110 taker limit_at_open'],
    ],
    ['opens at it and falls', candle(105, 105, 104, 104), [], ['2 sell 2 @ 105 taker limit_at_open']],
    [
      'opens at it and rises',
      candle(105, 106, 104, 105),
      ['2 sell 2 @ 105 maker limit'],
      ['2 sell 2 @ 105 taker limit_at_open'],
    ],
    ['rises through it', candle(100, 106, 99, 104), ['2 sell 2 @ 105 maker limit'], ['2 sell 2 @ 105 maker limit']],
    ['rises to it', candle(100, 105, 99, 104), [], ['2 sell 2 @ 105 maker limit']],
    ['stays below', candle(100, 104.99, 99, 104), [], []],
  ])('candle %s', (_what, met, cross, touch) => {
    expect(sellAt105([met], 'cross')).toEqual(cross)
    expect(sellAt105([met], 'touch')).toEqual(touch)
  })
})

test('a limit that waited a candle was resting, so it makes at a better open', () => {
  expect(buyAt95([flat(100), candle(90, 92, 89, 91)], 'cross')).toEqual(['2 buy 2 @ 90 maker limit_at_open'])
  expect(sellAt105([flat(100), candle(110, 111, 108, 109)], 'cross')).toEqual(['3 sell 2 @ 110 maker limit_at_open'])
})

test('a limit keeps working until a candle reaches it', () => {
  expect(buyAt95([flat(100), flat(96), flat(95), flat(99), flat(94)], 'cross')).toEqual([
    '5 buy 2 @ 94 maker limit_at_open',
  ])
})

test('slippage moves a limit that takes at the open, though never beyond the limit', () => {
  // 90 × 1.01 = 90.9; 94.99 × 1.01 = 95.9399 would pass 95.
  expect(buyAt95([flat(90)], 'cross', 100)).toEqual(['1 buy 2 @ 90.9 taker limit_at_open'])
  expect(buyAt95([flat(94.99)], 'cross', 100)).toEqual(['1 buy 2 @ 95 taker limit_at_open'])
  // 110 × 0.99 = 108.9; 105.01 × 0.99 = 103.9599 would pass 105.
  expect(sellAt105([flat(110)], 'cross', 100)).toEqual(['2 sell 2 @ 108.9 taker limit_at_open'])
  expect(sellAt105([flat(105.01)], 'cross', 100)).toEqual(['2 sell 2 @ 105 taker limit_at_open'])
})

test('slippage leaves a maker alone', () => {
  expect(buyAt95([candle(100, 101, 94, 96)], 'cross', 100)).toEqual(['1 buy 2 @ 95 maker limit'])
  expect(buyAt95([flat(100), flat(90)], 'cross', 100)).toEqual(['2 buy 2 @ 90 maker limit_at_open'])
})
