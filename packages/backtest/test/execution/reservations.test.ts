import type { BacktestOptions, BuyOrder, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { fillLines, orderLines, play } from '../fixtures/scripted.ts'

type Costs = Pick<BacktestOptions, 'account' | 'execution'>

/** Free cash right after `act` at 100, and what the result says. */
function cashAfter(act: (ctx: StrategyContext) => void, options: Costs = {}) {
  let cash = Number.NaN
  const place = (ctx: StrategyContext) => {
    act(ctx)
    cash = ctx.cash
  }
  const result = play([flat(100), flat(100)], { 0: place }, options)
  return { cash, orders: orderLines(result) }
}

describe('a waiting buy holds back, of 1000 in cash,', () => {
  const fees = { account: { makerFeeRate: '0.001', takerFeeRate: '0.002' } }
  const dearMaker = { account: { makerFeeRate: '0.002', takerFeeRate: '0.001' } }

  test.each<[string, BuyOrder, Costs, number]>([
    ['a quantity at its limit', { quantity: 5, limit: 95 }, {}, 1000 - 475],
    // 5 × 95 × 1.002 = 475.95 with the dearer rate, whichever it is.
    ['and its fee as taker', { quantity: 5, limit: 95 }, fees, 524.05],
    ['and its fee as maker', { quantity: 5, limit: 95 }, dearMaker, 524.05],
    // 105 × 1.01 × 5 = 530.25.
    ['a quantity at its stop, slipped', { quantity: 5, stop: 105 }, { execution: { slippageBps: 100 } }, 469.75],
    ['a stop-limit at its limit', { quantity: 5, stop: 105, limit: 106 }, { execution: { slippageBps: 100 } }, 470],
    ['a quantity floored to the lot', { quantity: 5.9, limit: 95 }, { execution: { lot: 1 } }, 525],
    ['an amount', { quoteAmount: 300, limit: 95 }, fees, 700],
    ['a share of cash', { percentOfCash: 30, limit: 95 }, fees, 700],
    ['a share of equity', { percentOfEquity: 30, stop: 105 }, fees, 700],
    ['nothing for a market order', { quantity: 5 }, {}, 1000],
  ])('%s', (_what, order, options, free) => {
    expect(cashAfter((ctx) => ctx.buy(order), options)).toEqual({ cash: free, orders: expect.any(Array) })
  })

  test('and of two shares of cash the second is one of what the first left', () => {
    const twice = (ctx: StrategyContext) => {
      ctx.buy({ percentOfCash: 30, limit: 95 })
      ctx.buy({ percentOfCash: 50, limit: 95 })
    }
    expect(cashAfter(twice).cash).toBe(350)
  })

  test.each([
    // 5 held and 500 in cash at a close of 120: equity 1100.
    [30, 500 - 330],
    [60, 0],
  ])('%d % of equity as marked at the close, at most the cash', (percentOfEquity, free) => {
    let cash = Number.NaN
    play([flat(100), { ...flat(100), high: 120, close: 120 }], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => {
        ctx.buy({ percentOfEquity, limit: 90 })
        cash = ctx.cash
      },
    })
    expect(cash).toBe(free)
  })
})

describe('what is held back cannot be promised twice', () => {
  test('two waiting buys: the second is refused when it is placed', () => {
    const twice = (ctx: StrategyContext) => {
      ctx.buy({ quantity: 6, limit: 95 })
      ctx.buy({ quantity: 6, limit: 95 })
    }
    expect(cashAfter(twice)).toEqual({ cash: 430, orders: ['working', 'refused insufficient_cash 570 against 430'] })
  })

  test('an amount above the free cash is refused when it is placed', () => {
    const place = (ctx: StrategyContext) => ctx.buy({ quoteAmount: '1000.01', limit: 95 })
    expect(cashAfter(place).orders).toEqual(['refused insufficient_cash 1000.01 against 1000'])
  })

  test('a market buy finds only what waiting orders leave', () => {
    const place = (ctx: StrategyContext) => {
      ctx.buy({ quantity: 6, limit: 95 })
      ctx.buy({ quantity: 5 })
    }
    expect(cashAfter(place).orders).toEqual(['working', 'refused insufficient_cash 500 against 430'])
  })

  test('of two market buys that the cash cannot pay together the second is refused at the open', () => {
    const twice = (ctx: StrategyContext) => {
      ctx.buy({ quantity: 6 })
      ctx.buy({ quantity: 6 })
    }
    const result = play([flat(100), flat(100)], { 0: twice })
    expect(orderLines(result)).toEqual(['filled', 'refused insufficient_cash 600 against 400'])
    expect(result.orders[1]).toMatchObject({ createdIndex: 0, closedIndex: 1, filledQuantity: null })
  })

  test('two waiting sells: the second is refused when it is placed, a market sell at the open', () => {
    const result = play([flat(100), flat(100), flat(100)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => {
        ctx.sell({ quantity: 3, limit: 110 })
        ctx.sell({ quantity: 3, stop: 90 })
        ctx.sell({ quantity: 3 })
      },
    })
    expect(orderLines(result).slice(1)).toEqual([
      'working',
      'refused insufficient_position 3 against 2',
      'refused insufficient_position 3 against 2',
    ])
    expect(result.orders.map((order) => order.closedIndex)).toEqual([1, null, 1, 2])
  })

  test('shares of the position are shares of all of it: two halves leave nothing for a third order', () => {
    const result = play([flat(100), flat(100)], {
      0: (ctx) => ctx.buy({ quantity: 10 }),
      1: (ctx) => {
        ctx.sell({ percentOfPosition: 50, limit: 110 })
        ctx.sell({ percentOfPosition: 50, stop: 90 })
        ctx.sell({ quantity: 1, limit: 120 })
      },
    })
    expect(orderLines(result).slice(1)).toEqual(['working', 'working', 'refused insufficient_position 1 against 0'])
  })

  test('a waiting sell needs something to sell', () => {
    const place = (ctx: StrategyContext) => ctx.sell({ percentOfPosition: 100, limit: 110 })
    expect(cashAfter(place).orders).toEqual(['refused insufficient_position 0 against 0'])
  })
})

describe('what was held back is free again', () => {
  const cashAt = (index: number, candles: Parameters<typeof play>[0], first: (ctx: StrategyContext) => void) => {
    let cash = Number.NaN
    const result = play(candles, {
      0: first,
      [index]: (ctx) => {
        if (index === 1) ctx.cancelAll()
        cash = ctx.cash
      },
    })
    return { cash, result }
  }

  test('after a cancellation', () => {
    const { cash } = cashAt(1, [flat(100), flat(100)], (ctx) => ctx.buy({ quantity: 5, limit: 95 }))
    expect(cash).toBe(1000)
  })

  test('after a fill at a better price than was held back', () => {
    const { cash } = cashAt(2, [flat(100), flat(90), flat(90)], (ctx) => ctx.buy({ quantity: 5, limit: 95 }))
    expect(cash).toBe(550)
  })

  test('after a refusal at the fill', () => {
    // A stop at 105 holds back 945; the gap to 112 would cost 1008.
    const { cash, result } = cashAt(2, [flat(100), flat(112), flat(112)], (ctx) => ctx.buy({ quantity: 9, stop: 105 }))
    expect(orderLines(result)).toEqual(['refused insufficient_cash 1008 against 1000'])
    expect(cash).toBe(1000)
  })

  test('for the position too: a cancelled sell can be placed again', () => {
    const result = play([flat(100), flat(100), flat(100), flat(100)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => ctx.sell({ quantity: 5, limit: 110 }),
      2: (ctx) => {
        ctx.cancelAll()
        ctx.sell({ quantity: 5 })
      },
    })
    expect(fillLines(result)[1]).toBe('3 sell 5 @ 100 taker market')
  })
})

test('a stop that gaps may spend free cash beyond what it held back', () => {
  const result = play([flat(100), flat(110)], { 0: (ctx) => ctx.buy({ quantity: 9, stop: 105 }) })
  expect(fillLines(result)).toEqual(['1 buy 9 @ 110 taker stop_at_open'])
  expect(result.account.cash).toBe('10')
})

test('shares of what other shares left free do not grow in digits, however long they overlap', () => {
  const candles = Array.from({ length: 24 }, () => flat(100))
  // Two shares always overlap, so that each is one of an odd rest: exactly, it would take two more decimals every time and end with 46.
  const script: Record<number, (ctx: StrategyContext) => void> = {}
  for (const index of candles.keys()) {
    script[index] = (ctx) => {
      ctx.buy({ percentOfCash: 30, limit: 50 })
      ctx.cancel(ctx.index - 1)
    }
  }
  script[23] = (ctx) => ctx.buy({ quoteAmount: 2000, limit: 50 })
  const freeCash = play(candles, script).orders.at(-1)!.limit!
  expect(freeCash).toMatch(/^\d+\.\d{10,18}$/)
})
