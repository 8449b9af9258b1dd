import type { StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { daily, fillsOf, ordersOf, playMany, type Row } from './fixtures.ts'

const margin = (options: object = {}) => ({ account: { model: 'margin', ...options } }) as const
const flat = (price: number, days = 5): Row[] => Array.from({ length: days }, () => price)

describe('a margin account', () => {
  test('sells short and is paid for it when the price falls', () => {
    const result = playMany(
      [daily('AAA', [100, 100, 80, 80])],
      { 0: (ctx) => ctx.sell({ quantity: 5 }), 2: (ctx) => ctx.close() },
      margin(),
    )
    expect(fillsOf(result)).toEqual(['AAA 1 sell 5 @ 100 market', 'AAA 3 buy 5 @ 80 market'])
    expect(result.trades).toMatchObject([{ side: 'short', profit: '100', returnPct: 20 }])
    expect([...result.equity.equity]).toEqual([1000, 1000, 1100, 1100])
  })

  test('reverses through zero in one order: what closes costs nothing and sets its exposure free', () => {
    const reverse = (quantity: number) =>
      playMany(
        [daily('AAA', flat(100))],
        { 0: (ctx) => ctx.buy({ quantity: 10 }), 1: (ctx) => ctx.sell({ quantity }) },
        margin(),
      )
    // All in: 10 close, and 10 more are as much exposure as an equity of 1000 may carry.
    const turned = reverse(20)
    expect(fillsOf(turned)).toEqual(['AAA 1 buy 10 @ 100 market', 'AAA 2 sell 20 @ 100 market'])
    expect(turned.account.positions).toMatchObject([{ quantity: '-10' }])
    expect(turned.trades).toMatchObject([
      { side: 'long', quantity: '10', profit: '0' },
      { side: 'short', quantity: '10', exitReason: 'open' },
    ])
    expect(ordersOf(reverse(21))).toEqual(['AAA filled', 'AAA refused insufficient_cash 2100 against 2000'])
  })

  test.each<[string, (ctx: StrategyContext) => unknown, string]>([
    ['percentOfEquity', (ctx) => ctx.sell({ percentOfEquity: 200 }), '20'],
    ['quoteAmount', (ctx) => ctx.sell({ quoteAmount: 1500 }), '15'],
    ['percentOfCash', (ctx) => ctx.sell({ percentOfCash: 100 }), '20'],
  ])('reverses by %s as well', (_size, act, quantity) => {
    const result = playMany(
      [daily('AAA', flat(100))],
      { 0: (ctx) => ctx.buy({ quantity: 10 }), 1: (ctx) => void act(ctx) },
      margin(),
    )
    expect(result.fills.at(-1)).toMatchObject({ side: 'sell', quantity })
  })

  test('carries up to leverage times equity, over all symbols together', () => {
    const candles = [daily('AAA', flat(100)), daily('BBB', flat(10))]
    const result = playMany(
      candles,
      {
        0: (ctx) => {
          ctx.buy({ quantity: 20 })
          ctx.sell({ symbol: 'BBB', quantity: 101 })
          ctx.sell({ symbol: 'BBB', quantity: 100 })
          ctx.buy({ quantity: '0.01' })
        },
      },
      margin({ leverage: 3 }),
    )
    expect(ordersOf(result)).toEqual([
      'AAA filled',
      'BBB refused insufficient_cash 1010 against 1000',
      'BBB filled',
      'AAA refused insufficient_cash 1 against 0',
    ])
  })

  test('frees buying power with its profit, and loses it with its loss', () => {
    const free = (close: number) => {
      const result = playMany(
        [daily('AAA', [100, 100, close, close])],
        { 0: (ctx) => ctx.buy({ quantity: 10 }), 2: (ctx) => ctx.buy({ percentOfCash: 100 }) },
        margin({ leverage: 2, maintenanceMarginRate: 0 }),
      )
      return result.fills.at(-1)!.quantity
    }
    // 10 at 120: equity 1200, exposure 1200, another 1200 free. At 80: equity 800, exposure 800, 800 free.
    expect(free(120)).toBe('10')
    expect(free(80)).toBe('10')
  })
})

describe('interest', () => {
  const DAY_OF_YEAR = 1 / 365.25

  test('is taken at each close on negative cash and on shorts, rounded up at 18 decimals', () => {
    const result = playMany(
      [daily('AAA', [100, 100, 100])],
      { 0: (ctx) => ctx.sell({ quantity: 5 }) },
      margin({ borrowRate: '0.1' }),
    )
    // 500 short at the closes of days 1 and 2: 2 × 500 × 0.1 / 365.25, each rounded up.
    expect(result.account.interestPaid).toBe('0.273785078713210132')
    expect(result.account.cash).toBe('1499.726214921286789868')
    expect(result.equity.equity.at(-1)).toBeCloseTo(1000 - 2 * 50 * DAY_OF_YEAR, 10)
  })

  test('falls due once at each moment, however many symbols have a candle then', () => {
    const script = { 0: (ctx: StrategyContext) => void ctx.sell({ quantity: 5 }) }
    const alone = playMany([daily('AAA', flat(100, 3))], script, margin({ borrowRate: '0.1' }))
    const beside = playMany(
      [daily('AAA', flat(100, 3)), daily('BBB', flat(1, 3))],
      script,
      margin({ borrowRate: '0.1' }),
    )
    expect(beside.account.interestPaid).toBe(alone.account.interestPaid)
    expect(beside.account.interestPaid).not.toBe('0')
  })

  test('counts the time that has passed, over days without a candle too', () => {
    const days = [0, 1, 4]
    const script = { 0: (ctx: StrategyContext) => void ctx.sell({ quantity: 5 }) }
    const account = margin({ borrowRate: '3.6525' })
    const gap = daily('AAA', flat(100, 3), days)
    // A hundredth of 500 a day: one day and three.
    expect(playMany([gap], script, account).account.interestPaid).toBe('20')
    expect(playMany([gap, daily('BBB', flat(1, 3), days)], script, account).account.interestPaid).toBe('20')
  })

  test('is taken on the shorts of all symbols at the closes of that moment', () => {
    const result = playMany(
      [daily('AAA', [100, 100]), daily('BBB', [10, [10, 20, 10, 20]])],
      {
        0: (ctx) => {
          ctx.sell({ quantity: 1 })
          ctx.sell({ symbol: 'BBB', quantity: 10 })
        },
      },
      margin({ borrowRate: '3.6525', leverage: 2 }),
    )
    // 100 and 10 × 20 at a hundredth a day.
    expect(result.account.interestPaid).toBe('3')
  })

  test('is not taken on a long that is paid for', () => {
    const result = playMany(
      [daily('AAA', flat(100))],
      { 0: (ctx) => ctx.buy({ quantity: 10 }) },
      margin({ borrowRate: 10 }),
    )
    expect(result.account.interestPaid).toBe('0')
  })
})

describe('liquidation', () => {
  const long = { 0: (ctx: StrategyContext) => void ctx.buy({ quantity: 20 }) }
  const short = { 0: (ctx: StrategyContext) => void ctx.sell({ quantity: 20 }) }
  const halved = margin({ leverage: 2, maintenanceMarginRate: '0.2' })

  test('closes a long at the price where equity falls below the maintenance margin', () => {
    // 20 at 100, cash −1000: −1000 + 20 p = 0.2 × 20 p at p = 62.5.
    const result = playMany([daily('AAA', [100, 100, [100, 100, 50, 60]])], long, halved)
    expect(fillsOf(result).at(-1)).toBe('AAA 2 sell 20 @ 62.5 liquidation')
    expect(result.account.cash).toBe('250')
    expect(result.fills.at(-1)).toMatchObject({ pathDependent: true })
    expect(result.trades).toMatchObject([{ exitReason: 'liquidation' }])
  })

  test('closes a short likewise', () => {
    // 20 short at 100, cash 3000: 3000 − 20 p = 4 p at p = 125.
    const result = playMany([daily('AAA', [100, 100, [100, 150, 100, 140]])], short, halved)
    expect(fillsOf(result).at(-1)).toBe('AAA 2 buy 20 @ 125 liquidation')
    expect(result.account.cash).toBe('500')
  })

  test('spares an account that only touches its margin', () => {
    expect(fillsOf(playMany([daily('AAA', [100, 100, [100, 100, 62.5, 63], 63])], long, halved))).toHaveLength(1)
    expect(fillsOf(playMany([daily('AAA', [100, 100, [100, 125, 100, 110], 110])], short, halved))).toHaveLength(1)
  })

  test('happens at the open where that lies beyond, and may leave a debt', () => {
    const result = playMany([daily('AAA', [100, 100, [30, 60, 20, 60], 60])], long, halved)
    expect(fillsOf(result).at(-1)).toBe('AAA 2 sell 20 @ 30 liquidation')
    expect(result.account.cash).toBe('-400')
    expect(result.account.finalEquity).toBe('-400')
  })

  test('comes before the orders of that open, and cancels them', () => {
    const result = playMany(
      [daily('AAA', [100, 100, 30, 60])],
      { ...long, 1: (ctx) => void [ctx.sell({ percentOfPosition: 50 }), ctx.sell({ quantity: 1, limit: 200 })] },
      halved,
    )
    expect(ordersOf(result)).toEqual([
      'AAA filled',
      'AAA cancelled liquidated',
      'AAA cancelled liquidated',
      'AAA filled',
    ])
  })

  test('comes after a stop that the price meets first, and not at all then', () => {
    const stop = { 0: (ctx: StrategyContext) => void ctx.buy({ quantity: 20, stopLoss: 70 }) }
    const fills = fillsOf(playMany([daily('AAA', [100, 100, [100, 100, 50, 60]])], stop, halved))
    expect(fills.at(-1)).toBe('AAA 2 sell 20 @ 70 stop')
    const low = { 0: (ctx: StrategyContext) => void ctx.buy({ quantity: 20, stopLoss: 60 }) }
    expect(fillsOf(playMany([daily('AAA', [100, 100, [100, 100, 50, 60]])], low, halved)).at(-1)).toBe(
      'AAA 2 sell 20 @ 62.5 liquidation',
    )
  })

  test('comes where an entry inside the candle is followed by a fall', () => {
    const script = { 0: (ctx: StrategyContext) => void ctx.buy({ quantity: 20, stop: 105 }) }
    const path = { execution: { path: 'openHighLowClose' } } as const
    // Bought at 105: cash −1100, −1100 + 20 p = 4 p at 68.75.
    const fills = fillsOf(
      playMany([daily('AAA', [100, [100, 110, 60, 65]])], script, {
        ...margin({ leverage: 3, maintenanceMarginRate: '0.2' }),
        ...path,
      }),
    )
    expect(fills).toEqual(['AAA 1 buy 20 @ 105 stop', 'AAA 1 sell 20 @ 68.75 liquidation'])
  })

  test('never comes for a long without leverage, however far the price falls', () => {
    const result = playMany(
      [daily('AAA', [100, 100, [100, 100, 0.01, 0.01], 0.01])],
      { 0: (ctx) => ctx.buy({ percentOfEquity: 100 }) },
      margin(),
    )
    expect(fillsOf(result)).toHaveLength(1)
  })

  test('without a maintenance margin comes once equity is below zero', () => {
    const bare = margin({ leverage: 2, maintenanceMarginRate: 0 })
    expect(fillsOf(playMany([daily('AAA', [100, 100, [100, 100, 50, 60], 60])], long, bare))).toHaveLength(1)
    expect(fillsOf(playMany([daily('AAA', [100, 100, [100, 100, 49, 60], 60])], long, bare)).at(-1)).toBe(
      'AAA 2 sell 20 @ 50 liquidation',
    )
  })

  test('counts both legs of a hedge, which only a rising margin can break', () => {
    const account = { leverage: 5, maintenanceMarginRate: '0.1', positions: 'hedging' }
    const script = {
      0: (ctx: StrategyContext) => {
        ctx.buy({ quantity: 20, positionSide: 'long' })
        ctx.sell({ quantity: 20, positionSide: 'short' })
      },
    }
    // Equity 1000 at any price, and a tenth of 40 p: at 250.
    const result = playMany([daily('AAA', [100, 100, [100, 300, 50, 200], 200])], script, margin(account))
    expect(fillsOf(result)).toEqual([
      'AAA 1 buy long 20 @ 100 market',
      'AAA 1 sell short 20 @ 100 market',
      'AAA 2 sell long 20 @ 250 liquidation',
      'AAA 2 buy short 20 @ 250 liquidation',
    ])
    expect(result.account.cash).toBe('1000')
  })

  test('is of one symbol at a time, the others at their last closes', () => {
    const script = {
      0: (ctx: StrategyContext) => {
        ctx.buy({ quantity: 10 })
        ctx.buy({ symbol: 'BBB', quantity: 100 })
      },
    }
    const candles = [daily('AAA', [100, 100, [100, 100, 20, 20], 20]), daily('BBB', [10, 10, 10, 10])]
    const result = playMany(candles, script, margin({ leverage: 2, maintenanceMarginRate: '0.2' }))
    // Cash −1000, BBB 1000: 10 p = 0.2 × (10 p + 1000) at 25. Then 250 are left against 1000 of BBB, above its 200.
    expect(fillsOf(result).slice(2)).toEqual(['AAA 2 sell 10 @ 25 liquidation'])
    expect(result.account.positions).toMatchObject([{ quantity: '0' }, { quantity: '100' }])
  })

  test('reaches the next symbol at its next price where the first does not suffice', () => {
    const script = {
      0: (ctx: StrategyContext) => {
        ctx.buy({ quantity: 10 })
        ctx.buy({ symbol: 'BBB', quantity: 100 })
      },
    }
    const candles = [daily('AAA', [100, 100, 10, 10]), daily('BBB', [10, 10, 10, 10])]
    const result = playMany(candles, script, margin({ leverage: 2, maintenanceMarginRate: '0.2' }))
    // AAA opens at 10: −1000 + 100 + 1000 = 100, below 220. Sold at 10 that leaves 100 against 1000 of BBB, below 200.
    expect(fillsOf(result).slice(2)).toEqual(['AAA 2 sell 10 @ 10 liquidation', 'BBB 2 sell 100 @ 10 liquidation'])
  })
})

describe('a hedging account', () => {
  const hedge = margin({ positions: 'hedging', leverage: 4 })
  const open = (ctx: StrategyContext): void => {
    ctx.buy({ quantity: 3, positionSide: 'long' })
    ctx.sell({ quantity: 2, positionSide: 'short' })
  }

  test('keeps a long and a short side by side', () => {
    const seen: number[] = []
    const look = (ctx: StrategyContext): void => {
      seen.push(
        ctx.position.quantity,
        ctx.positionOf('AAA', 'long').quantity,
        ctx.positionOf('AAA', 'short').quantity,
        ctx.equity,
      )
    }
    const result = playMany([daily('AAA', [100, 100, 110])], { 0: open, 2: look }, hedge)
    expect(seen).toEqual([3, 3, -2, 1010])
    expect(result.account.positions).toMatchObject([
      { positionSide: 'long', quantity: '3', unrealised: '30' },
      { positionSide: 'short', quantity: '-2', unrealised: '-20' },
    ])
  })

  test('reduces each only as far as it goes, and never turns it', () => {
    const result = playMany(
      [daily('AAA', flat(100))],
      {
        0: open,
        1: (ctx) => {
          ctx.sell({ quantity: 4, positionSide: 'long' })
          ctx.sell({ quantity: 1, positionSide: 'long' })
          ctx.buy({ percentOfPosition: 50, positionSide: 'short' })
          ctx.buy({ quantity: 5, positionSide: 'short', reduceOnly: true })
          ctx.buy({ quantity: 5, positionSide: 'short' })
        },
      },
      hedge,
    )
    expect(ordersOf(result).slice(2)).toEqual([
      'AAA refused insufficient_position 4 against 3',
      'AAA filled',
      'AAA filled',
      'AAA filled',
      'AAA refused insufficient_position 5 against 0',
    ])
    expect(result.account.positions).toMatchObject([{ quantity: '2' }, { quantity: '0' }])
  })

  test('closes one side, or both', () => {
    const close = (options: object) =>
      fillsOf(playMany([daily('AAA', flat(100))], { 0: open, 1: (ctx) => ctx.close(options) }, hedge)).slice(2)
    expect(close({ positionSide: 'short' })).toEqual(['AAA 2 buy short 2 @ 100 market'])
    expect(close({})).toEqual(['AAA 2 sell long 3 @ 100 market', 'AAA 2 buy short 2 @ 100 market'])
  })

  test('attaches exits to the side of their entry', () => {
    const script = {
      0: (ctx: StrategyContext) => {
        ctx.buy({ quantity: 1, positionSide: 'long', stopLoss: 90 })
        ctx.sell({ quantity: 1, positionSide: 'short', stopLoss: 110 })
      },
    }
    const result = playMany([daily('AAA', [100, 100, [100, 115, 85, 100]])], script, hedge)
    expect(fillsOf(result).slice(2).toSorted()).toEqual(['AAA 2 buy short 1 @ 110 stop', 'AAA 2 sell long 1 @ 90 stop'])
  })

  test('is exposed while both are open, though the position is zero on the whole', () => {
    const script = {
      0: (ctx: StrategyContext) => {
        ctx.buy({ quantity: 1, positionSide: 'long' })
        ctx.sell({ quantity: 1, positionSide: 'short' })
      },
      2: (ctx: StrategyContext) => void ctx.close(),
    }
    const { stats } = playMany([daily('AAA', flat(100, 5))], script, hedge)
    expect(stats.exposurePct).toBe(40)
    expect(playMany([daily('AAA', flat(100, 5)), daily('BBB', flat(1, 5))], script, hedge).stats).toEqual(stats)
  })

  test.each<[string, (ctx: StrategyContext) => unknown, string]>([
    [
      'buy',
      (ctx) => ctx.buy({ quantity: 1 }),
      'buy: positionSide must be long or short where account.positions is hedging, received nothing',
    ],
    [
      'sell',
      (ctx) => ctx.sell({ quantity: 1, positionSide: 'both' as 'long' }),
      'sell: positionSide must be long or short',
    ],
    ['close', (ctx) => ctx.close({ positionSide: 'both' as 'long' }), 'close: positionSide must be long or short'],
  ])('has to be told which one: %s', (_name, act, message) => {
    expect(() => playMany([daily('AAA', flat(100))], { 0: (ctx) => void act(ctx) }, hedge)).toThrow(message)
  })

  test.each<[string, (ctx: StrategyContext) => unknown]>([
    ['buy', (ctx) => ctx.buy({ quantity: 1, positionSide: 'long' })],
    ['close', (ctx) => ctx.close({ positionSide: 'long' })],
  ])('and another account must not be: %s', (name, act) => {
    const run = () => playMany([daily('AAA', flat(100))], { 0: (ctx) => void act(ctx) }, margin())
    expect(run).toThrow(`${name}: positionSide must be left out unless account.positions is hedging`)
  })
})
