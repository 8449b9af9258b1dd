import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, play } from '../fixtures/scripted.ts'

/** A buy of 2 once the price touches 105, ordered at 100. */
function buyStop105(candles: Candle[], slippageBps = 0): string[] {
  const result = play(
    [flat(100), ...candles],
    { 0: (ctx) => ctx.buy({ quantity: 2, stop: 105 }) },
    {
      execution: { slippageBps },
    },
  )
  return fillLines(result)
}

/** A sell of 2 once the price touches 95, ordered at 100 in candle 1, after the buy in that candle. */
function sellStop95(candles: Candle[], slippageBps = 0): string[] {
  const result = play(
    [flat(100), flat(100), ...candles],
    { 0: (ctx) => ctx.buy({ quantity: 2 }), 1: (ctx) => ctx.sell({ quantity: 2, stop: 95 }) },
    { execution: { slippageBps } },
  )
  return fillLines(result).slice(1)
}

// A stop is touched at or beyond its price, always takes, and trades at the open where the open is at or beyond it.
describe('buy stop of 105', () => {
  test.each<[string, Candle, string[]]>([
    ['gaps above', candle(110, 112, 109, 111), ['1 buy 2 @ 110 taker stop_at_open']],
    ['opens at it', candle(105, 106, 104, 105), ['1 buy 2 @ 105 taker stop_at_open']],
    ['rises through it', candle(100, 110, 99, 108), ['1 buy 2 @ 105 taker stop']],
    ['rises to it', candle(100, 105, 99, 100), ['1 buy 2 @ 105 taker stop']],
    ['stays below', candle(100, 104.99, 90, 100), []],
  ])('candle %s', (_what, met, expected) => {
    expect(buyStop105([met])).toEqual(expected)
  })
})

describe('sell stop of 95', () => {
  test.each<[string, Candle, string[]]>([
    ['gaps below', candle(90, 92, 89, 91), ['2 sell 2 @ 90 taker stop_at_open']],
    ['opens at it', candle(95, 96, 94, 95), ['2 sell 2 @ 95 taker stop_at_open']],
    ['falls through it', candle(100, 101, 90, 92), ['2 sell 2 @ 95 taker stop']],
    ['falls to it', candle(100, 101, 95, 100), ['2 sell 2 @ 95 taker stop']],
    ['stays above', candle(100, 110, 95.01, 100), []],
  ])('candle %s', (_what, met, expected) => {
    expect(sellStop95([met])).toEqual(expected)
  })
})

test('a stop waits for as long as it takes', () => {
  expect(buyStop105([flat(100), flat(104), candle(100, 106, 99, 100)])).toEqual(['3 buy 2 @ 105 taker stop'])
})

test('a stop on the near side of the price is touched by the next open', () => {
  // A buy stop of 99 while the price stands at 100: the open is already beyond it.
  const result = play([flat(100), flat(101)], { 0: (ctx) => ctx.buy({ quantity: 1, stop: 99 }) })
  expect(fillLines(result)).toEqual(['1 buy 1 @ 101 taker stop_at_open'])
})

test('slippage moves a stop against the order, also out of the range of the candle', () => {
  // 105 × 1.01 = 106.05 above the high of 105; 110 × 1.01 = 111.1; 95 × 0.99 = 94.05; 90 × 0.99 = 89.1.
  expect(buyStop105([candle(100, 105, 99, 100)], 100)).toEqual(['1 buy 2 @ 106.05 taker stop'])
  expect(buyStop105([flat(110)], 100)).toEqual(['1 buy 2 @ 111.1 taker stop_at_open'])
  expect(sellStop95([candle(100, 101, 95, 100)], 100)).toEqual(['2 sell 2 @ 94.05 taker stop'])
  expect(sellStop95([flat(90)], 100)).toEqual(['2 sell 2 @ 89.1 taker stop_at_open'])
})
