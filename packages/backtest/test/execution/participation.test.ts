import { describe, expect, test } from 'vitest'
import { candle, flat } from '../fixtures/candles.ts'
import { fillLines, held, orderLines, play } from '../fixtures/scripted.ts'

const HALF = { execution: { participation: '0.5' } }

describe('participation of a half', () => {
  test('fills in parts over several candles, at each one’s price', () => {
    const result = play(
      [flat(100), flat(100, 4), flat(101, 4), flat(102, 10)],
      { 0: (ctx) => ctx.buy({ quantity: 5 }) },
      HALF,
    )
    expect(fillLines(result)).toEqual([
      '1 buy 2 @ 100 taker market',
      '2 buy 2 @ 101 taker market',
      '3 buy 1 @ 102 taker market',
    ])
    expect(orderLines(result)).toEqual(['filled'])
    expect(result.orders[0]).toMatchObject({ filledQuantity: '5', closedIndex: 3 })
  })

  test('leaves the rest working at the end', () => {
    const result = play([flat(100), flat(100, 4)], { 0: (ctx) => ctx.buy({ quantity: 5 }) }, HALF)
    expect(orderLines(result)).toEqual(['partially-filled'])
  })

  test('is of all orders together', () => {
    const result = play(
      [flat(100), flat(100, 6), flat(100, 6)],
      {
        0: (ctx) => {
          ctx.buy({ quantity: 2 })
          ctx.buy({ quantity: 2 })
        },
      },
      HALF,
    )
    expect(fillLines(result)).toEqual([
      '1 buy 2 @ 100 taker market',
      '1 buy 1 @ 100 taker market',
      '2 buy 1 @ 100 taker market',
    ])
  })

  test('is floored to the lot', () => {
    const options = { execution: { participation: '0.5', lot: 1 } }
    const result = play([flat(100), flat(100, 5), flat(100, 1)], { 0: (ctx) => ctx.buy({ quantity: 5 }) }, options)
    expect(fillLines(result)).toEqual(['1 buy 2 @ 100 taker market'])
  })

  test('a limit that found too little volume waits for the next candle, though the price comes by again', () => {
    const result = play(
      [flat(100), candle(94, 101, 93, 96, 4), candle(96, 97, 94, 96, 20)],
      { 0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }) },
      HALF,
    )
    expect(fillLines(result)).toEqual(['1 buy 2 @ 94 taker limit_at_open', '2 buy 3 @ 95 maker limit'])
  })

  test('a resting limit that a gap fills in part goes on resting', () => {
    const result = play(
      [flat(100), flat(100, 4), flat(94, 4), flat(96, 20), candle(96, 97, 94, 96, 20)],
      { 0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }) },
      HALF,
    )
    expect(fillLines(result)).toEqual(['2 buy 2 @ 94 maker limit_at_open', '4 buy 3 @ 95 maker limit'])
  })

  test('a stop that found too little volume trades the rest at the next open, wherever that is', () => {
    const result = play(
      [flat(100), candle(100, 106, 99, 100, 4), flat(90, 20)],
      { 0: (ctx) => ctx.buy({ quantity: 5, stop: 105 }) },
      HALF,
    )
    expect(fillLines(result)).toEqual(['1 buy 2 @ 105 taker stop', '2 buy 3 @ 90 taker market'])
  })

  test('a triggered stop-limit that found no volume rests at its limit', () => {
    for (const stopLimitFrom of ['fill', 'nextCandle'] as const) {
      const result = play(
        [flat(100), candle(100, 106, 99, 100, 0), candle(108, 109, 106, 108, 20)],
        { 0: (ctx) => ctx.buy({ quantity: 5, stop: 105, limit: 107 }) },
        { execution: { participation: '0.5', stopLimitFrom } },
      )
      expect(fillLines(result)).toEqual(['2 buy 5 @ 107 maker limit'])
    }
  })
})

describe('a candle without volume', () => {
  test('fills nothing, and how much a share is for is settled where something does', () => {
    const result = play(
      [flat(100), flat(100, 0), flat(200, 100)],
      { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) },
      HALF,
    )
    expect(fillLines(result)).toEqual(['2 buy 5 @ 200 taker market'])
  })

  test('refuses nothing either: what cannot be paid is seen when it trades', () => {
    const result = play([flat(100), flat(100, 0), flat(200, 100)], { 0: (ctx) => ctx.buy({ quantity: 10 }) }, HALF)
    expect(orderLines(result)).toEqual(['refused insufficient_cash 2000 against 1000'])
    expect(result.orders[0]!.closedIndex).toBe(2)
  })
})

describe('the rest of an order', () => {
  test('is traded as far as the account can still pay for it', () => {
    // 5 at 100 leave 500: at 200 that is 2, and then nothing.
    const candles = [flat(100), flat(100, 10), flat(200, 10), flat(200, 10)]
    const options = { execution: { participation: '0.5', lot: 1 } }
    const result = play(candles, { 0: (ctx) => ctx.buy({ quantity: 10 }) }, options)
    expect(fillLines(result)).toEqual(['1 buy 5 @ 100 taker market', '2 buy 2 @ 200 taker market'])
    expect(orderLines(result)).toEqual(['cancelled insufficient_cash_for_remainder'])
    expect(result.account.cash).toBe('100')
  })

  test('of a waiting order stays held back', () => {
    const cash: number[] = []
    play(
      [flat(100), candle(100, 101, 94, 96, 4)],
      { 0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }), 1: (ctx) => cash.push(ctx.cash) },
      HALF,
    )
    expect(cash).toEqual([1000 - 190 - 285])
  })

  test('of a market sell does not take what another order holds back', () => {
    const result = play(
      [flat(100, 20), flat(100, 20), flat(100, 4), flat(100, 20), candle(100, 111, 99, 105, 20)],
      {
        0: (ctx) => ctx.buy({ quantity: 5 }),
        1: (ctx) => ctx.sell({ quantity: 5 }),
        2: (ctx) => ctx.sell({ quantity: 3, limit: 110 }),
      },
      HALF,
    )
    expect(orderLines(result).slice(1)).toEqual(['cancelled position_closed', 'filled'])
    expect(held(result)).toBe('0')
  })

  test('of an order that turns a margin position first closes, then opens', () => {
    const result = play(
      [flat(100), flat(100, 20), flat(100, 4), flat(100, 4), flat(100, 20)],
      { 0: (ctx) => ctx.buy({ quantity: 3 }), 1: (ctx) => ctx.sell({ quantity: 8 }) },
      { account: { model: 'margin' }, ...HALF },
    )
    expect(fillLines(result).slice(1)).toEqual([
      '2 sell 2 @ 100 taker market',
      '3 sell 2 @ 100 taker market',
      '4 sell 4 @ 100 taker market',
    ])
    expect(held(result)).toBe('-5')
  })
})
