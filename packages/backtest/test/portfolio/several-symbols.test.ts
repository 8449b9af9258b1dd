import { backtest, type CandleSeries, createSeries, defineStrategy } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DAY_MS } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'
import { daily, fillsOf, ordersOf, playMany } from './fixtures.ts'
import { optionsOf, playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

describe('one cash pool', () => {
  test('what one symbol spends, the other does not have', () => {
    const candles = [daily('AAA', [100, 100, 100]), daily('BBB', [10, 10, 10])]
    const result = playMany(candles, {
      0: (ctx) => {
        ctx.buy({ quantity: 6 })
        ctx.buy({ symbol: 'BBB', quantity: 50 })
        ctx.buy({ symbol: 'BBB', percentOfCash: 100 })
      },
    })
    expect(ordersOf(result)).toEqual(['AAA filled', 'BBB refused insufficient_cash 500 against 400', 'BBB filled'])
    expect(fillsOf(result)).toEqual(['AAA 1 buy 6 @ 100 market', 'BBB 1 buy 40 @ 10 market'])
  })

  test('at one open orders trade in the order of placement: a sell of one symbol pays for the buy of another', () => {
    const candles = [daily('AAA', [100, 100, 100, 100]), daily('BBB', [10, 10, 10, 10])]
    const swap = (isSellFirst: boolean): string[] =>
      ordersOf(
        playMany(candles, {
          0: (ctx) => ctx.buy({ symbol: 'BBB', percentOfCash: 100 }),
          1: (ctx) => {
            if (isSellFirst) ctx.close({ symbol: 'BBB' })
            ctx.buy({ quantity: 10 })
            if (!isSellFirst) ctx.close({ symbol: 'BBB' })
          },
        }),
      )
    // AAA is walked before BBB, and still the sale of BBB is booked first.
    expect(swap(true)).toEqual(['BBB filled', 'BBB filled', 'AAA filled'])
    expect(swap(false)).toEqual(['BBB filled', 'AAA refused insufficient_cash 1000 against 0', 'BBB filled'])
  })

  test('so do market orders that trade at a close', () => {
    const candles = [daily('AAA', [100, 100, 100]), daily('BBB', [10, 10, 10])]
    const options = { execution: { fillAt: 'close' } } as const
    const script = {
      0: (ctx) => ctx.buy({ symbol: 'BBB', percentOfCash: 100 }),
      1: (ctx) => {
        ctx.close({ symbol: 'BBB' })
        ctx.buy({ quantity: 10 })
      },
    } satisfies Parameters<typeof playMany>[1]
    expect(fillsOf(playMany(candles, script, options))).toEqual([
      'BBB 0 buy 100 @ 10 market_at_close',
      'BBB 1 sell 100 @ 10 market_at_close',
      'AAA 1 buy 10 @ 100 market_at_close',
    ])
  })

  test('a working order of one symbol holds back cash from the other', () => {
    const result = playMany([daily('AAA', [100, 100]), daily('BBB', [10, 10])], {
      0: (ctx) => {
        ctx.buy({ quantity: 9, limit: 50 })
        ctx.buy({ symbol: 'BBB', quantity: 60 })
      },
    })
    expect(ordersOf(result)).toEqual(['AAA working', 'BBB refused insufficient_cash 600 against 550'])
  })
})

describe('calendars', () => {
  const gappy = [daily('AAA', [100, 110, 120], [0, 2, 4]), daily('BBB', [10, 11, 12, 13], [0, 1, 2, 5])]

  test('a moment is a candle of any symbol, and the strategy is called at each of them', () => {
    const seen: unknown[] = []
    const look = (ctx: { index: number; time: number }) => void seen.push([ctx.index, ctx.time / DAY_MS])
    const result = playMany(gappy, { 0: look, 1: look, 2: look, 3: look, 4: look })
    expect(seen).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 4],
      [4, 5],
    ])
    expect(result.manifest).toMatchObject({
      symbols: ['AAA', 'BBB'],
      symbol: 'AAA',
      candleCount: 5,
      from: 0,
      to: 5 * DAY_MS,
    })
    expect([...result.equity.time]).toEqual([0, 1, 2, 4, 5].map((day) => day * DAY_MS))
  })

  test('a symbol without a candle cannot trade and is worth its last close', () => {
    const result = playMany(gappy, {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => ctx.buy({ symbol: 'BBB', quantity: 10 }),
    })
    // AAA is ordered on day 0 and has its next candle on day 2; BBB trades on day 2 as well, its own candle 2.
    expect(fillsOf(result)).toEqual(['AAA 1 buy 5 @ 110 market', 'BBB 2 buy 10 @ 12 market'])
    expect(result.fills.map(({ time }) => time / DAY_MS)).toEqual([2, 2])
    // Cash 330 from day 2 on. Day 4: 5 × 120 + 10 × 12. Day 5: AAA still 120, BBB 13.
    expect([...result.equity.equity]).toEqual([1000, 1000, 330 + 550 + 120, 330 + 600 + 120, 330 + 600 + 130])
    expect(result.account.positions.map(({ symbol, quantity, mark }) => [symbol, quantity, mark])).toEqual([
      ['AAA', '5', '120'],
      ['BBB', '10', '13'],
    ])
    expect(result.account.finalEquity).toBe('1060')
    expect(result.stats).toMatchObject({ finalEquity: '1060', exposurePct: 60, openTradeCount: 2 })
  })

  test('an order waits for the next candle of its own symbol, and a latency is counted from the moment it was placed', () => {
    const stale = [daily('AAA', [100, 100, 100, 100, 100, 100, 100]), daily('BBB', [10, 11, 12], [0, 5, 6])]
    const ordered = (milliseconds: number) =>
      fillsOf(
        playMany(
          stale,
          { 3: (ctx) => ctx.buy({ symbol: 'BBB', quantity: 1 }) },
          { execution: { latency: { milliseconds } } },
        ),
      )
    // Placed at the close of day 3, the start of day 4: a day later it meets the open of day 5, longer ones that of day 6.
    expect(ordered(0)).toEqual(['BBB 1 buy 1 @ 11 market'])
    expect(ordered(DAY_MS)).toEqual(['BBB 1 buy 1 @ 11 market'])
    expect(ordered(DAY_MS + 1)).toEqual(['BBB 2 buy 1 @ 12 market'])
  })

  test('rules are those of the moment of placement, also where the symbol has had no candle for long', () => {
    const stale = [daily('AAA', [100, 100, 100, 100, 100]), daily('BBB', [10, 11], [0, 4])]
    const rules = { BBB: [{ tick: '1' }, { from: 3 * DAY_MS, tick: '0.5' }] }
    const order = (moment: number) =>
      ordersOf(playMany(stale, { [moment]: (ctx) => ctx.buy({ symbol: 'BBB', quantity: 1, limit: '9.5' }) }, { rules }))
    expect(order(1)).toEqual(['BBB refused off_tick 9.5 against 1'])
    expect(order(2)).toEqual(['BBB working'])
  })

  test('before its first candle a symbol takes no orders, and its views see nothing', () => {
    const lengths: number[] = []
    const late = [daily('AAA', [100, 100, 100]), daily('BBB', [10, 11], [1, 2])]
    const strategy = defineStrategy({
      name: 'early',
      params: z.object({}),
      setup: ({ market }) => ({
        onCandle(ctx) {
          lengths.push(market('BBB').close.length)
          if (ctx.index < 2)
            ctx.buy({ symbol: 'BBB', quantity: 1, ...(ctx.index === 0 ? { trail: { percent: 5 } } : {}) })
        },
      }),
    })
    const result = backtest({ strategy, candles: late })
    expect(lengths).toEqual([0, 1, 2])
    expect(ordersOf(result)).toEqual(['BBB refused not_trading 0 candles against 1 candle', 'BBB filled'])
    expect(result.orders[0]).toMatchObject({ createdIndex: -1, createdTime: 0, closedIndex: -1, closedTime: 0 })
    expect(result.fills).toMatchObject([{ symbol: 'BBB', index: 1, price: '11' }])
  })

  test('an order that another symbol brings to life meets the first candle that opens later', () => {
    const follower = { side: 'buy', symbol: 'BBB', quantity: 1 } as const
    const run = (days: readonly number[]) =>
      fillsOf(
        playMany(
          [
            daily('AAA', [100, 100, 100, 100]),
            daily(
              'BBB',
              days.map((day) => 10 + day),
              days,
            ),
          ],
          {
            0: (ctx) => ctx.buy({ quantity: 1, onFill: [follower] }),
          },
        ),
      )
    // AAA fills on day 1. The candle of BBB on that day may be over by then.
    expect(run([0, 1, 2, 3])).toEqual(['AAA 1 buy 1 @ 100 market', 'BBB 2 buy 1 @ 12 market'])
    expect(run([0, 3])).toEqual(['AAA 1 buy 1 @ 100 market', 'BBB 1 buy 1 @ 13 market'])
    expect(run([2, 3])).toEqual(['AAA 1 buy 1 @ 100 market', 'BBB 0 buy 1 @ 12 market'])
  })
})

describe('each symbol has', () => {
  const candles = [daily('AAA', [100, 100, 90]), daily('BBB', [10, 10, 12])]

  test('a position of its own', () => {
    const seen: number[][] = []
    const script = {
      0: (ctx) => {
        ctx.buy({ quantity: 1 })
        ctx.buy({ symbol: 'BBB', quantity: 3 })
      },
      1: (ctx) => {
        const positions = [ctx.position, ctx.positionOf('AAA'), ctx.positionOf('BBB')]
        seen.push(...positions.map(({ quantity, averagePrice }) => [quantity, averagePrice]))
        seen.push([ctx.equity, ctx.cash])
      },
    } satisfies Parameters<typeof playMany>[1]
    playMany(candles, script)
    expect(seen).toEqual([
      [1, 100],
      [1, 100],
      [3, 10],
      [1000, 870],
    ])
  })

  test('views of its own', () => {
    const seen: unknown[] = []
    const strategy = defineStrategy({
      name: 'looking',
      params: z.object({}),
      setup({ candles, indicators, market, symbols }) {
        const mean = indicators.sma(market('BBB').close, 2)
        return {
          onCandle: () => void seen.push([...symbols, candles.close.at(0), market('BBB').close.at(0), mean.at(0)]),
        }
      },
    })
    backtest({ strategy, candles })
    expect(seen).toEqual([
      ['AAA', 'BBB', 100, 10, Number.NaN],
      ['AAA', 'BBB', 100, 10, 10],
      ['AAA', 'BBB', 90, 12, 11],
    ])
  })

  test('exits that act in the same candle as those of the other', () => {
    const falling = [daily('AAA', [100, 100, [100, 105, 80, 90]]), daily('BBB', [10, 10, [10, 15, 10, 14]])]
    const result = playMany(falling, {
      0: (ctx) => {
        ctx.buy({ quantity: 5, stopLoss: 90, takeProfit: 120 })
        ctx.buy({ symbol: 'BBB', quantity: 20, stopLoss: 9, takeProfit: 12 })
      },
    })
    expect(fillsOf(result)).toEqual([
      'AAA 1 buy 5 @ 100 market',
      'BBB 1 buy 20 @ 10 market',
      'AAA 2 sell 5 @ 90 stop',
      'BBB 2 sell 20 @ 12 limit',
    ])
    expect(result.trades.map(({ symbol, profit, exitReason }) => [symbol, profit, exitReason])).toEqual([
      ['AAA', '-50', 'stopLoss'],
      ['BBB', '40', 'takeProfit'],
    ])
    expect(result.account.cash).toBe('990')
  })

  test('orders that are cancelled with it alone', () => {
    const result = playMany(candles, {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 50 })
        ctx.buy({ symbol: 'BBB', quantity: 1, limit: 5 })
        ctx.cancelAll('BBB')
      },
    })
    expect(ordersOf(result)).toEqual(['AAA working', 'BBB cancelled cancelled_by_strategy'])
  })

  test.each<[string, (ctx: Parameters<NonNullable<Parameters<typeof playMany>[1][0]>>[0]) => unknown]>([
    ['buy', (ctx) => ctx.buy({ symbol: 'CCC', quantity: 1 })],
    ['close', (ctx) => ctx.close({ symbol: 'CCC' })],
    ['cancelAll', (ctx) => ctx.cancelAll('CCC')],
    ['positionOf', (ctx) => ctx.positionOf('CCC')],
    ['target', (ctx) => ctx.target({ CCC: 50 })],
  ])('a name, and an unknown one is a mistake in the program: %s', (_name, act) => {
    expect(() => playMany(candles, { 0: (ctx) => void act(ctx) })).toThrow(
      /symbol must be one of AAA, BBB, received "CCC"/,
    )
  })
})

test('one symbol is the same as a list of one', () => {
  fc.assert(
    fc.property(randomPortfolio('spot'), (run) => {
      const [first] = run.series
      const options = optionsOf({ ...run, series: [first!] })
      expect(JSON.stringify(backtest({ ...options, candles: first! }))).toBe(
        JSON.stringify(backtest({ ...options, candles: [first!] })),
      )
    }),
    { numRuns: 50 },
  )
})

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

function columnsAt(series: CandleSeries, rows: readonly number[]) {
  const columns = COLUMNS.map((name) => [name, rows.map((row) => series[name][row]!)])
  return Object.fromEntries(columns) as Record<(typeof COLUMNS)[number], number[]>
}

describe('a second symbol that is never traded changes nothing', () => {
  /** Fills, orders and trades; the equity at the moments of the first symbol. */
  function firstAlone(run: RandomPortfolio, others: RandomPortfolio['series']) {
    const plan = run.plan.map((actions) => actions.map((action) => ({ ...action, symbol: 0 })))
    const [first] = run.series
    const { stats, account, orders, fills, trades, equity } = playPortfolio({
      ...run,
      plan,
      series: [first!, ...others],
    })
    const position = account.positions.filter(({ symbol }) => symbol === first!.symbol)
    return {
      orders,
      fills,
      trades,
      position,
      cash: account.cash,
      finalEquity: stats.finalEquity,
      // In doubles the two legs of a hedge are summed in another order.
      last: equity.equity.at(-1)!.toPrecision(14),
    }
  }

  test.each(['spot', 'margin'] as const)('of a %s account', { timeout: 60_000 }, (model) => {
    fc.assert(
      fc.property(randomPortfolio(model), fc.nat({ max: 20 }), (run, skipped) => {
        const first = run.series[0]!
        // On some of the first symbol's candles, so that the moments stay the same ones.
        const rows = Array.from(first.time.keys()).filter((index) => (index + skipped) % 3 !== 0 || first.length < 3)
        const other = createSeries({ ...first, ...columnsAt(first, rows), symbol: 'ZZZ' })
        expect(firstAlone(run, [other])).toEqual(firstAlone(run, []))
      }),
      { numRuns: 150 },
    )
  })
})

test('the first symbol of a run alone does not see what the second one does', () => {
  const script = scripted({ 0: (ctx) => ctx.buy({ quantity: 1 }) })
  const candles = daily('AAA', [100, [100, 120, 90, 110], 105])
  const alone = backtest({ strategy: script, candles })
  const beside = backtest({ strategy: script, candles: [candles, daily('BBB', [1, 2, 3])] })
  expect(beside.fills).toEqual(alone.fills)
  expect(beside.trades).toEqual(alone.trades)
  expect(beside.equity).toEqual(alone.equity)
  expect(beside.stats).toEqual(alone.stats)
})
