import { describe, expect, test } from 'vitest'
import { candle, flat } from '../fixtures/candles.ts'
import { fillLines, held, orderLines, play } from '../fixtures/scripted.ts'

const filledIds = (result: ReturnType<typeof play>): number[] => result.fills.map((fill) => fill.orderId)

describe('when an order may trade', () => {
  test('not in the candle that placed it, whatever that candle reached', () => {
    const result = play([candle(100, 120, 80, 100), flat(100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 90 })
        ctx.buy({ quantity: 1, stop: 110 })
      },
    })
    expect(orderLines(result)).toEqual(['working', 'working'])
  })

  test('from the next open on', () => {
    const result = play([flat(100), candle(101, 103, 99, 102)], { 0: (ctx) => ctx.buy({ quantity: 1 }) })
    expect(fillLines(result)).toEqual(['1 buy 1 @ 101 taker market'])
  })

  test('never, if it was placed on the last candle: it stays working', () => {
    const result = play([flat(100), flat(100)], { 1: (ctx) => ctx.buy({ quantity: 1 }) })
    expect(result.orders[0]).toMatchObject({
      status: 'working',
      closedIndex: null,
      closedTime: null,
      filledQuantity: null,
    })
    expect(result.fills).toEqual([])
  })

  test('in data of one candle there is no next open', () => {
    const result = play([flat(100)], { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) })
    expect(orderLines(result)).toEqual(['working'])
    expect(result.account.finalEquity).toBe('1000')
    expect([...result.equity.equity]).toEqual([1000])
  })

  test('also in a candle without volume', () => {
    const result = play([flat(100, 0), flat(100, 0)], { 0: (ctx) => ctx.buy({ quantity: 1 }) })
    expect(fillLines(result)).toEqual(['1 buy 1 @ 100 taker market'])
  })

  test('not after it was cancelled, and once only', () => {
    const result = play([flat(100), flat(100), flat(90), flat(90)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 95 })
        ctx.buy({ quantity: 2, limit: 95 })
      },
      1: (ctx) => ctx.cancel(1),
    })
    expect(orderLines(result)).toEqual(['cancelled cancelled_by_strategy', 'filled'])
    expect(fillLines(result)).toEqual(['2 buy 2 @ 90 maker limit_at_open'])
  })
})

describe('the sequence inside a candle', () => {
  test('at the open: in the order of placement', () => {
    // The gap to 90 meets the stop (order 2), the limit buy (order 3) and the market sell (order 4) at the open.
    const result = play([flat(100), flat(100), candle(90, 91, 89, 90)], {
      0: (ctx) => ctx.buy({ quantity: 6 }),
      1: (ctx) => {
        ctx.sell({ quantity: 2, stop: 95 })
        ctx.buy({ quantity: 1, limit: 95 })
        ctx.sell({ quantity: 1 })
      },
    })
    expect(filledIds(result)).toEqual([1, 2, 3, 4])
    expect(result.fills.slice(1).every((fill) => fill.price === '90')).toBe(true)
  })

  test('a sell that comes first pays for a buy at the same open, one that comes second does not', () => {
    const swap = (sellFirst: boolean) =>
      play([flat(100), flat(100), flat(100)], {
        0: (ctx) => ctx.buy({ percentOfCash: 100 }),
        1: (ctx) => {
          if (sellFirst) ctx.close()
          ctx.buy({ quantity: 5 })
          if (!sellFirst) ctx.close()
        },
      })
    expect(orderLines(swap(true))).toEqual(['filled', 'filled', 'filled'])
    expect(orderLines(swap(false))).toEqual(['filled', 'refused insufficient_cash 500 against 0', 'filled'])
  })

  test('with a long position the low comes first, though the limit above was placed first', () => {
    const result = play([flat(100), flat(100), candle(100, 106, 94, 100)], {
      0: (ctx) => ctx.buy({ quantity: 10 }),
      1: (ctx) => {
        ctx.sell({ quantity: 5, limit: 105 })
        ctx.sell({ quantity: 5, stop: 95 })
      },
    })
    expect(fillLines(result).slice(1)).toEqual(['2 sell 5 @ 95 taker stop', '2 sell 5 @ 105 maker limit'])
  })

  test('while flat the price goes to a stop-limit first, as it does to a stop', () => {
    const result = play([flat(100), candle(100, 106, 94, 100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 95 })
        ctx.buy({ quantity: 1, stop: 105, limit: 106 })
      },
    })
    expect(fillLines(result)).toEqual(['1 buy 1 @ 105 taker stop_limit', '1 buy 1 @ 95 maker limit'])
  })

  test('what trades at the open comes before a stop inside the candle', () => {
    const result = play([flat(100), candle(100, 106, 99, 100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, stop: 105 })
        ctx.buy({ quantity: 1 })
      },
    })
    expect(filledIds(result)).toEqual([2, 1])
  })

  test('by what the price reaches first, and not in the order of placement', () => {
    const result = play([flat(100), flat(100), candle(100, 112, 90, 100)], {
      0: (ctx) => ctx.buy({ quantity: 8 }),
      1: (ctx) => {
        ctx.sell({ quantity: 2, stop: 95 })
        ctx.sell({ quantity: 2, stop: 97 })
        ctx.sell({ quantity: 2, limit: 110 })
        ctx.sell({ quantity: 2, limit: 105 })
      },
    })
    expect(result.fills.slice(1).map((fill) => fill.price)).toEqual(['97', '95', '105', '110'])
  })
})

describe('close', () => {
  test('cancels the waiting sells, leaves the buys, and sells all at the next open', () => {
    const result = play([flat(100), flat(100), flat(100), flat(101)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => {
        ctx.sell({ quantity: 2, limit: 110 })
        ctx.sell({ percentOfPosition: 50, stop: 90 })
        ctx.buy({ quantity: 1, limit: 80 })
      },
      2: (ctx) => ctx.close({ tag: 'enough' }),
    })
    expect(orderLines(result)).toEqual([
      'filled',
      'cancelled replaced_by_close',
      'cancelled replaced_by_close',
      'working',
      'filled',
    ])
    expect(fillLines(result)[1]).toBe('3 sell 5 @ 101 taker market')
    expect(result.trades[0]!.exitReason).toBe('enough')
  })

  test('twice on one candle sells once', () => {
    const result = play([flat(100), flat(100), flat(100)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => {
        ctx.close()
        ctx.close()
      },
    })
    expect(orderLines(result)).toEqual(['filled', 'cancelled replaced_by_close', 'filled'])
    expect(held(result)).toBe('0')
  })

  test('while flat orders nothing', () => {
    let id: number | null = Number.NaN
    const result = play([flat(100), flat(100)], {
      0: (ctx) => {
        id = ctx.close()
      },
    })
    expect(id).toBeNull()
    expect(result.orders).toEqual([])
  })
})
