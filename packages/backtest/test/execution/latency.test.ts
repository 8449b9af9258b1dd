import type { BacktestOptions } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candle, DAY_MS, flat } from '../fixtures/candles.ts'
import { fillLines, play } from '../fixtures/scripted.ts'

type Execution = NonNullable<BacktestOptions['execution']>

const CANDLES = [flat(100), candle(101, 103, 99, 102), candle(103, 105, 101, 104), candle(105, 107, 103, 106)]

const marketOrder = (execution: Execution) =>
  fillLines(play(CANDLES, { 0: (ctx) => ctx.buy({ quantity: 1 }) }, { execution }))

describe('fillAt: a market order decided at the close of candle 0 trades at', () => {
  test.each([
    ['nextOpen', '1 buy 1 @ 101 taker market'],
    ['close', '0 buy 1 @ 100 taker market_at_close'],
    ['nextClose', '1 buy 1 @ 102 taker market_at_close'],
  ] as const)('%s', (fillAt, line) => {
    expect(marketOrder({ fillAt })).toEqual([line])
  })

  test.each(['nextOpen', 'close', 'nextClose'] as const)('%s: all other orders meet the next open', (fillAt) => {
    const result = play(CANDLES, { 0: (ctx) => ctx.buy({ quantity: 1, limit: 102 }) }, { execution: { fillAt } })
    expect(fillLines(result)).toEqual(['1 buy 1 @ 101 taker limit_at_open'])
  })

  test('close: on the last candle too', () => {
    const result = play([flat(100)], { 0: (ctx) => ctx.buy({ quantity: 1 }) }, { execution: { fillAt: 'close' } })
    expect(fillLines(result)).toEqual(['0 buy 1 @ 100 taker market_at_close'])
  })

  test('close: its bracket works from the next open on', () => {
    const result = play(
      [candle(100, 101, 90, 100), candle(98, 99, 94, 96)],
      { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 95 }) },
      { execution: { fillAt: 'close' } },
    )
    expect(fillLines(result)).toEqual(['0 buy 1 @ 100 taker market_at_close', '1 sell 1 @ 95 taker stop'])
  })

  test('close: the volume of the candle bounds it', () => {
    const result = play(
      [flat(100, 4), flat(101, 10)],
      { 0: (ctx) => ctx.buy({ quantity: 3 }) },
      { execution: { fillAt: 'close', participation: '0.5' } },
    )
    expect(fillLines(result)).toEqual(['0 buy 2 @ 100 taker market_at_close', '1 buy 1 @ 101 taker market_at_close'])
  })
})

describe('latency', () => {
  test.each<[string, Execution, string]>([
    ['none', { latency: { candles: 0 } }, '1 buy 1 @ 101 taker market'],
    ['one candle', { latency: { candles: 1 } }, '2 buy 1 @ 103 taker market'],
    ['two candles', { latency: { candles: 2 } }, '3 buy 1 @ 105 taker market'],
    // The close of candle 0 is the open of candle 1: what travels at all arrives inside candle 1.
    ['a millisecond', { latency: { milliseconds: 1 } }, '2 buy 1 @ 103 taker market'],
    [
      'a day: it arrives with the open of candle 2',
      { latency: { milliseconds: DAY_MS } },
      '2 buy 1 @ 103 taker market',
    ],
    ['more than a day', { latency: { milliseconds: DAY_MS + 1 } }, '3 buy 1 @ 105 taker market'],
    ['one candle, at a close', { latency: { candles: 1 }, fillAt: 'close' }, '1 buy 1 @ 102 taker market_at_close'],
    [
      'one candle, at the next close',
      { latency: { candles: 1 }, fillAt: 'nextClose' },
      '2 buy 1 @ 104 taker market_at_close',
    ],
  ])('%s', (_what, execution, line) => {
    expect(marketOrder(execution)).toEqual([line])
  })

  test('an order that arrives after the last candle stays working', () => {
    const result = play(CANDLES, { 0: (ctx) => ctx.buy({ quantity: 1 }) }, { execution: { latency: { candles: 9 } } })
    expect(result.orders[0]!.status).toBe('working')
  })

  test('a limit that the market runs through before it arrives does not fill', () => {
    const result = play(
      [flat(100), candle(100, 101, 90, 100), flat(100)],
      { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
      { execution: { latency: { candles: 1 } } },
    )
    expect(fillLines(result)).toEqual([])
  })

  test('it may be cancelled before it arrives, which frees what it holds back', () => {
    const cash: number[] = []
    play(
      CANDLES,
      {
        0: (ctx) => ctx.buy({ quantity: 5, limit: 90 }),
        1: (ctx) => {
          cash.push(ctx.cash)
          ctx.cancel(1)
          cash.push(ctx.cash)
        },
      },
      { execution: { latency: { candles: 3 } } },
    )
    expect(cash).toEqual([550, 1000])
  })
})
