import type { OrderRequest, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candle, flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play } from '../fixtures/scripted.ts'

/** Free cash seen at each close. */
function watched(script: Record<number, (ctx: StrategyContext) => void>, length: number) {
  const cash: number[] = []
  const all = Array.from({ length }, (_, index) => (ctx: StrategyContext) => {
    script[index]?.(ctx)
    cash.push(ctx.cash)
  })
  return { cash, script: Object.fromEntries(all.entries()) }
}

describe('oneCancelsOther', () => {
  const pair: OrderRequest[] = [
    { side: 'buy', quantity: 5, limit: 95 },
    { side: 'buy', quantity: 5, stop: 105 },
  ]
  const place = (ctx: StrategyContext) => ctx.oneCancelsOther(pair)

  test('holds cash back once, for the dearest', () => {
    const { cash, script } = watched({ 0: place }, 1)
    play([flat(100)], script)
    expect(cash).toEqual([1000 - 525])
  })

  test('the first to fill cancels the others and frees what they held', () => {
    const { cash, script } = watched({ 0: place }, 2)
    const result = play([flat(100), candle(100, 101, 94, 96)], script)
    expect(orderLines(result)).toEqual(['filled', 'cancelled one_cancels_other'])
    expect(cash).toEqual([475, 525])
  })

  test('the one that fills pays with what the group holds back, where nothing else is free', () => {
    const account = { initialCash: '525' }
    const result = play([flat(100), candle(100, 101, 94, 96)], { 0: place }, { account })
    expect(orderLines(result)).toEqual(['filled', 'cancelled one_cancels_other'])
  })

  test('a fill in part is enough, and the rest stays held back', () => {
    const { cash, script } = watched({ 0: place }, 2)
    const scarce = { execution: { participation: '0.5' } }
    const result = play([flat(100), candle(100, 101, 94, 96, 4)], script, scarce)
    expect(orderLines(result)).toEqual(['partially-filled', 'cancelled one_cancels_other'])
    // 2 of 5 for 190; the other three still need 285.
    expect(cash).toEqual([475, 1000 - 190 - 285])
  })

  test('a member that is cancelled leaves what the dearest of the others needs', () => {
    const { cash, script } = watched({ 0: place, 1: (ctx) => ctx.cancel(2) }, 2)
    play([flat(100), flat(100)], script)
    expect(cash).toEqual([475, 525])
  })

  test('sells hold back nothing, since all are for the same coins', () => {
    const result = play([flat(100), flat(100), candle(100, 106, 99, 100)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) =>
        ctx.oneCancelsOther([
          { side: 'sell', quantity: 5, limit: 105 },
          { side: 'sell', quantity: 5, stop: 95 },
        ]),
    })
    expect(orderLines(result)).toEqual(['filled', 'filled', 'cancelled one_cancels_other'])
  })

  test('where both meet one open the older trades', () => {
    const result = play([flat(100), flat(94)], {
      0: (ctx) =>
        ctx.oneCancelsOther([
          { side: 'buy', quantity: 1, limit: 95 },
          { side: 'buy', quantity: 2, touch: 95 },
        ]),
    })
    expect(orderLines(result)).toEqual(['filled', 'cancelled one_cancels_other'])
  })

  test('a member that is refused does not end the others', () => {
    const result = play([flat(100), flat(100)], {
      0: (ctx) =>
        ctx.oneCancelsOther([
          { side: 'buy', quantity: Number.NaN, limit: 95 },
          { side: 'buy', quantity: 50, limit: 95 },
          { side: 'buy', quantity: 5, stop: 105 },
        ]),
    })
    expect(orderLines(result)).toEqual([
      'refused invalid_size quantity NaN against > 0',
      'refused insufficient_cash 4750 against 1000',
      'working',
    ])
  })

  test('takes two orders or more', () => {
    const one = () => play([flat(100)], { 0: (ctx) => ctx.oneCancelsOther(pair.slice(0, 1)) })
    expect(one).toThrow(/oneCancelsOther takes two orders or more/)
  })
})

describe('onFill', () => {
  test('brings orders to life when the first fills, in the rest of that candle', () => {
    const result = play([flat(100), candle(100, 106, 99, 101)], {
      0: (ctx) => ctx.buy({ quantity: 2, onFill: [{ side: 'sell', quantity: 1, limit: 105 }] }),
    })
    expect(fillLines(result)).toEqual(['1 buy 2 @ 100 taker market', '1 sell 1 @ 105 maker limit'])
  })

  test('an order of its own: it may be for less, for more, and need a second cause', () => {
    const result = play([flat(100), flat(94), flat(91), flat(103)], {
      0: (ctx) =>
        ctx.buy({
          quantity: 1,
          limit: 95,
          onFill: [{ side: 'buy', quantity: 2, limit: 92, onFill: [{ side: 'sell', quantity: 3, limit: 102 }] }],
        }),
    })
    expect(fillLines(result)).toEqual([
      '1 buy 1 @ 94 taker limit_at_open',
      '2 buy 2 @ 91 maker limit_at_open',
      '3 sell 3 @ 103 maker limit_at_open',
    ])
  })

  test('a market order trades at the price at which the first filled', () => {
    const result = play([flat(100), candle(100, 106, 99, 101)], {
      0: (ctx) => ctx.buy({ quantity: 1, stop: 105, onFill: [{ side: 'buy', quantity: 2 }] }),
    })
    expect(fillLines(result)[1]).toBe('1 buy 2 @ 105 taker market')
  })

  test('what waits can be cancelled, and ends with the order that it waits for', () => {
    const follower: OrderRequest = { side: 'buy', quantity: 1 }
    const result = play([flat(100), flat(100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 90, onFill: [follower, { ...follower, onFill: [follower] }] })
        expect(ctx.cancel(2)).toBe(true)
        ctx.cancel(1)
      },
    })
    expect(orderLines(result)).toEqual([
      'cancelled cancelled_by_strategy',
      'cancelled cancelled_by_strategy',
      'cancelled parent_ended',
      'cancelled parent_ended',
    ])
  })

  test('a follower that the market would not take is refused with the order that it follows', () => {
    const result = play(
      [flat(100)],
      { 0: (ctx) => ctx.buy({ quantity: 1, onFill: [{ side: 'sell', quantity: 1, limit: '105.3' }] }) },
      { rules: { BTCTRY: { tick: '0.5' } } },
    )
    expect(orderLines(result)).toEqual(['refused off_tick 105.3 against 0.5'])
  })
})

describe('close', () => {
  test('leaves what waits for an entry that has not filled', () => {
    const result = play([flat(100), flat(100), flat(100), flat(89), flat(84)], {
      0: (ctx) => ctx.buy({ quantity: 1 }),
      1: (ctx) => {
        ctx.buy({ quantity: 2, limit: 90, stopLoss: 85 })
        ctx.close()
      },
    })
    expect(fillLines(result).slice(1)).toEqual([
      '2 sell 1 @ 100 taker market',
      '3 buy 2 @ 89 maker limit_at_open',
      '4 sell 2 @ 84 taker stop_at_open',
    ])
  })
})
