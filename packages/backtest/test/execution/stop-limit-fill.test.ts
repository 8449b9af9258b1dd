import type { ExecutionOptions } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, play } from '../fixtures/scripted.ts'

type Prices = { stop: number; limit: number }

/** A buy of 2, ordered at 100. */
function buy(prices: Prices, candles: Candle[], execution: ExecutionOptions = {}): string[] {
  return fillLines(play([flat(100), ...candles], { 0: (ctx) => ctx.buy({ quantity: 2, ...prices }) }, { execution }))
}

/** A sell of 2, ordered at 100 in candle 1, after the buy in that candle. */
function sell(prices: Prices, candles: Candle[], execution: ExecutionOptions = {}): string[] {
  const result = play(
    [flat(100), flat(100), ...candles],
    { 0: (ctx) => ctx.buy({ quantity: 2 }), 1: (ctx) => ctx.sell({ quantity: 2, ...prices }) },
    { execution },
  )
  return fillLines(result).slice(1)
}

describe('buy with its limit above its stop: 105, at most 106', () => {
  const prices = { stop: 105, limit: 106 }

  test.each<[string, Candle, string[]]>([
    ['opens between', candle(105.5, 107, 105, 106), ['1 buy 2 @ 105.5 taker stop_limit_at_open']],
    ['opens at the stop', candle(105, 107, 104, 106), ['1 buy 2 @ 105 taker stop_limit_at_open']],
    ['opens at the limit', candle(106, 107, 106, 107), ['1 buy 2 @ 106 taker stop_limit_at_open']],
    ['gaps over the limit and comes back', candle(107, 108, 105.5, 106), ['1 buy 2 @ 106 maker limit']],
    ['gaps over the limit and only touches it', candle(107, 108, 106, 107), []],
    ['gaps over the limit and stays there', candle(107, 108, 106.5, 107), []],
    ['rises to the stop', candle(100, 105, 99, 104), ['1 buy 2 @ 105 taker stop_limit']],
    ['rises through both', candle(100, 110, 99, 109), ['1 buy 2 @ 105 taker stop_limit']],
    ['stays below the stop', candle(100, 104.99, 90, 95), []],
  ])('candle %s', (_what, met, expected) => {
    expect(buy(prices, [met])).toEqual(expected)
  })

  const gapped = candle(107, 108, 106.5, 107)

  test.each<[string, Candle, string[]]>([
    ['opens below the limit', candle(104, 105, 103, 104), ['2 buy 2 @ 104 maker limit_at_open']],
    ['falls through the limit', candle(107, 108, 105, 106), ['2 buy 2 @ 106 maker limit']],
    ['only touches the limit', candle(107, 108, 106, 107), []],
  ])('once gapped over it rests, and makes on a later candle that %s', (_what, later, expected) => {
    expect(buy(prices, [gapped, later])).toEqual(expected)
  })

  test('a touch is enough for what rests where the rule says so', () => {
    expect(buy(prices, [candle(107, 108, 106, 107)], { limitFill: 'touch' })).toEqual(['1 buy 2 @ 106 maker limit'])
  })
})

describe('buy with its limit below its stop: from 105 on, at most 103', () => {
  const prices = { stop: 105, limit: 103 }
  const touched = candle(100, 105, 99, 104)

  test('the candle that touches the stop cannot tell whether the price came back, so nothing trades in it', () => {
    expect(buy(prices, [touched])).toEqual([])
  })

  // It was placed in the book while the price stood above its limit: it rests, and makes whenever it trades.
  test.each<[string, Candle, string[]]>([
    ['opens below the limit', candle(102, 103, 101, 102), ['2 buy 2 @ 102 maker limit_at_open']],
    ['falls through the limit', candle(104, 105, 102, 103), ['2 buy 2 @ 103 maker limit']],
    ['opens at the limit and rises', candle(103, 104, 103, 104), []],
    ['stays above the limit', candle(104, 105, 103.5, 104), []],
  ])('makes on the next candle that %s', (_what, next, expected) => {
    expect(buy(prices, [touched, next])).toEqual(expected)
  })

  test('slippage is for takers: a better open is its price', () => {
    expect(buy(prices, [touched, flat(102)], { slippageBps: 50 })).toEqual(['2 buy 2 @ 102 maker limit_at_open'])
  })

  test('an open beyond the stop puts it into the book at that open', () => {
    expect(buy(prices, [candle(105, 106, 102, 104)])).toEqual(['1 buy 2 @ 103 maker limit'])
  })

  test('a price below the limit means nothing before the stop was touched', () => {
    expect(buy(prices, [candle(100, 104.99, 90, 95), flat(102)])).toEqual([])
  })
})

describe('sell with its limit below its stop: 95, at least 94', () => {
  const prices = { stop: 95, limit: 94 }

  test.each<[string, Candle, string[]]>([
    ['opens between', candle(94.5, 95, 93, 94), ['2 sell 2 @ 94.5 taker stop_limit_at_open']],
    ['opens at the stop', candle(95, 96, 93, 94), ['2 sell 2 @ 95 taker stop_limit_at_open']],
    ['opens at the limit', candle(94, 94, 93, 93), ['2 sell 2 @ 94 taker stop_limit_at_open']],
    ['gaps under the limit and comes back', candle(93, 94.5, 92, 94), ['2 sell 2 @ 94 maker limit']],
    ['gaps under the limit and only touches it', candle(93, 94, 92, 93), []],
    ['falls to the stop', candle(100, 101, 95, 96), ['2 sell 2 @ 95 taker stop_limit']],
    ['stays above the stop', candle(100, 110, 95.01, 100), []],
  ])('candle %s', (_what, met, expected) => {
    expect(sell(prices, [met])).toEqual(expected)
  })

  test('once gapped under it rests, and makes at a better open', () => {
    expect(sell(prices, [candle(93, 93.5, 92, 93), flat(97)])).toEqual(['3 sell 2 @ 97 maker limit_at_open'])
  })
})

test('sell with its limit above its stop rests from the next candle on', () => {
  const touched = candle(100, 101, 95, 96)
  expect(sell({ stop: 95, limit: 97 }, [touched])).toEqual([])
  expect(sell({ stop: 95, limit: 97 }, [touched, flat(98)])).toEqual(['3 sell 2 @ 98 maker limit_at_open'])
})

test('stop and limit at one price trade at that price', () => {
  expect(buy({ stop: 105, limit: 105 }, [candle(100, 105, 99, 100)])).toEqual(['1 buy 2 @ 105 taker stop_limit'])
  expect(buy({ stop: 105, limit: 105 }, [flat(105)])).toEqual(['1 buy 2 @ 105 taker stop_limit_at_open'])
})

test('slippage never passes the limit', () => {
  // 105 × 1.01 = 106.05, within 107 and beyond 105.5; 95 × 0.99 = 94.05, beyond 94.5.
  const touched = candle(100, 105, 99, 100)
  expect(buy({ stop: 105, limit: 107 }, [touched], { slippageBps: 100 })).toEqual(['1 buy 2 @ 106.05 taker stop_limit'])
  expect(buy({ stop: 105, limit: 105.5 }, [touched], { slippageBps: 100 })).toEqual([
    '1 buy 2 @ 105.5 taker stop_limit',
  ])
  expect(sell({ stop: 95, limit: 94.5 }, [candle(100, 101, 95, 96)], { slippageBps: 100 })).toEqual([
    '2 sell 2 @ 94.5 taker stop_limit',
  ])
})
