import type { ChangeOutcome, OrderChange, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candle, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play } from '../fixtures/scripted.ts'

/** A buy of 5 at a limit of 95, changed one candle later; then a candle that dips to 96. */
function changed(change: OrderChange, id = 1) {
  let outcome: ChangeOutcome | undefined
  let cash = Number.NaN
  const result = play([flat(100), flat(100), candle(100, 101, 96, 100)], {
    0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }),
    1: (ctx) => {
      outcome = ctx.modify(id, change)
      cash = ctx.cash
    },
  })
  return { outcome, cash, result }
}

const HALF = { execution: { participation: '0.5' } }

describe('modify', () => {
  test('changes a price, and what is held back for it', () => {
    const { outcome, cash, result } = changed({ limit: 97 })
    expect(outcome).toEqual({ accepted: true })
    expect(cash).toBe(1000 - 485)
    expect(fillLines(result)).toEqual(['2 buy 5 @ 97 maker limit'])
    expect(result.orders[0]!.limitPrice).toBe('97')
  })

  test('changes a quantity', () => {
    const { cash, result } = changed({ quantity: 3, limit: 97 })
    expect(cash).toBe(1000 - 291)
    expect(fillLines(result)).toEqual(['2 buy 3 @ 97 maker limit'])
  })

  test.each<[OrderChange, object]>([
    [{ quantity: 11 }, { reason: 'insufficient_cash', observed: '1045', limit: '1000' }],
    [{ quantity: 0 }, { reason: 'invalid_size', observed: 'quantity 0', limit: '> 0' }],
    [{ limit: Number.NaN }, { reason: 'invalid_price', observed: 'limit NaN', limit: '> 0' }],
  ])('refuses %j and leaves the order as it was', (change, why) => {
    const { outcome, cash, result } = changed(change)
    expect(outcome).toEqual({ accepted: false, ...why })
    expect(cash).toBe(525)
    expect(orderLines(result)).toEqual(['working'])
    expect(result.orders[0]).toMatchObject({ limitPrice: '95', size: { value: '5' } })
  })

  test('refuses a price between two ticks', () => {
    let outcome: ChangeOutcome | undefined
    play(
      [flat(100), flat(100)],
      {
        0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }),
        1: (ctx) => {
          outcome = ctx.modify(1, { limit: '95.3' })
        },
      },
      { rules: { BTCTRY: { tick: '0.5' } } },
    )
    expect(outcome).toEqual({ accepted: false, reason: 'off_tick', observed: '95.3', limit: '0.5' })
  })

  test('knows working orders only', () => {
    expect(changed({ limit: 97 }, 7).outcome).toEqual({
      accepted: false,
      reason: 'not_working',
      observed: '7',
      limit: 'a working order',
    })
  })

  test.each<[string, OrderChange, RegExp]>([
    ['a price that the order does not have', { stop: 105 }, /the order has no stop to change/],
    ['an unknown key', { price: 5 } as OrderChange, /unknown key "price"/],
  ])('%s is a mistake in the program', (_what, change, message) => {
    expect(() => changed(change)).toThrow(message)
  })

  test('a changed order loses its place in the queue', () => {
    // Volume for 2 of the candle's 4: they go to who comes first.
    const race = (change: (ctx: StrategyContext) => void) =>
      play(
        [flat(100), flat(100), flat(94, 4)],
        {
          0: (ctx) => {
            ctx.buy({ quantity: 2, limit: 95 })
            ctx.buy({ quantity: 2, limit: 95 })
          },
          1: change,
        },
        HALF,
      ).fills.map(({ orderId }) => orderId)
    expect(race(() => {})).toEqual([1])
    expect(race((ctx) => ctx.modify(1, { limit: 95 }))).toEqual([2])
  })

  test('a changed order meets the next open as a new one: beyond it, it takes', () => {
    const run = (limit: number) =>
      fillLines(
        play([flat(100), flat(100), flat(94)], {
          0: (ctx) => ctx.buy({ quantity: 2, limit: 95 }),
          1: (ctx) => ctx.modify(1, { limit }),
        }),
      )
    expect(run(95)).toEqual(['2 buy 2 @ 94 taker limit_at_open'])
  })

  test('a changed order travels anew', () => {
    const result = play(
      [flat(100), flat(100), flat(100), flat(94), flat(93)],
      {
        0: (ctx) => ctx.buy({ quantity: 2, limit: 95 }),
        2: (ctx) => ctx.modify(1, { limit: 96 }),
      },
      { execution: { latency: { candles: 1 } } },
    )
    expect(fillLines(result)).toEqual(['4 buy 2 @ 93 taker limit_at_open'])
  })

  test('of an order that has filled in part: the rest is what is new', () => {
    const cash: number[] = []
    const result = play(
      [flat(100), candle(100, 101, 94, 100, 4), candle(100, 101, 94, 100, 20)],
      {
        0: (ctx) => ctx.buy({ quantity: 5, limit: 95 }),
        1: (ctx) => {
          expect(ctx.modify(1, { quantity: 2 })).toMatchObject({
            accepted: false,
            reason: 'invalid_size',
            limit: '> 2',
          })
          expect(ctx.modify(1, { quantity: 3, limit: 96 })).toEqual({ accepted: true })
          cash.push(ctx.cash)
        },
      },
      HALF,
    )
    // 2 for 190; one more at 96 is held back.
    expect(cash).toEqual([1000 - 190 - 96])
    expect(fillLines(result)).toEqual(['1 buy 2 @ 95 maker limit', '2 buy 1 @ 96 maker limit'])
    expect(orderLines(result)).toEqual(['filled'])
  })

  test('of a sell that has filled in part: what it sold is no longer asked for', () => {
    const result = play(
      [flat(100, 20), flat(100, 20), candle(100, 106, 99, 100, 4), candle(100, 106, 99, 100, 20)],
      {
        0: (ctx) => ctx.buy({ quantity: 5 }),
        1: (ctx) => ctx.sell({ quantity: 5, limit: 105 }),
        2: (ctx) => expect(ctx.modify(2, { limit: 104 })).toEqual({ accepted: true }),
      },
      HALF,
    )
    expect(fillLines(result).slice(1)).toEqual(['2 sell 2 @ 105 maker limit', '3 sell 3 @ 104 maker limit'])
  })

  test('of a follower that waits: nothing is held back for it yet', () => {
    let cash = Number.NaN
    play([flat(100), flat(100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 95, onFill: [{ side: 'buy', quantity: 2, limit: 90 }] })
        ctx.modify(2, { limit: 91 })
        cash = ctx.cash
      },
    })
    expect(cash).toBe(905)
  })

  test('of one of several that cancel each other: cash is still held back once', () => {
    const cash: number[] = []
    play([flat(100)], {
      0: (ctx) => {
        ctx.oneCancelsOther([
          { side: 'buy', quantity: 5, limit: 95 },
          { side: 'buy', quantity: 5, stop: 105 },
        ])
        for (const stop of [110, 102]) {
          ctx.modify(2, { stop })
          cash.push(ctx.cash)
        }
      },
    })
    expect(cash).toEqual([450, 490])
  })

  test('moves the stop of a bracket', () => {
    const result = play([flat(100), flat(100), candle(100, 101, 96, 98)], {
      0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 90 }),
      1: (ctx) => ctx.modify(2, { stop: 97 }),
    })
    expect(fillLines(result).at(-1)).toBe('2 sell 1 @ 97 taker stop')
  })
})
