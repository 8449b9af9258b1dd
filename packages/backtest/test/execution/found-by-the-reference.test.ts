import { createSeries, type StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, DAY_MS, flat } from '../fixtures/candles.ts'
import { fillLines, type Options, orderLines, play, type Script } from '../fixtures/scripted.ts'

/*
 * What the independent reference found in random runs, each as the smallest run that shows it. Cash is 1000 and nothing
 * costs anything unless the case says so. Of the sixteen two are told elsewhere: what a group holds back once its dearest
 * buy is cancelled (order-groups), and a reduce-only order without a position (refusals).
 */
type Case = {
  readonly situation: string
  readonly candles: readonly Candle[]
  readonly script: Script
  readonly options?: Options
  readonly fills?: readonly string[]
  readonly orders?: readonly string[]
  /** Why, on paper. */
  readonly derivation: string
}

const MARGIN: Options = { account: { model: 'margin' } }
const BOUGHT = '1 buy 5 @ 100 taker market'

const CASES: readonly Case[] = [
  {
    situation: 'a stop-limit that the open triggers short of its limit',
    candles: [flat(90), flat(90), candle(81, 85, 78, 85)],
    script: {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => ctx.sell({ quantity: 5, stop: 81, limit: 83 }),
    },
    fills: ['1 buy 5 @ 90 taker market', '2 sell 5 @ 83 maker limit'],
    derivation: 'a limit order from the open on: long, the price goes to 78 and then through 83 to 85',
  },
  {
    situation: 'two buy stops at the very high',
    candles: [flat(100), candle(100, 105, 95, 100)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 1, stop: 105 })
        ctx.buy({ quantity: 2, stop: 105 })
      },
    },
    fills: ['1 buy 1 @ 105 taker stop', '1 buy 2 @ 105 taker stop'],
    derivation: 'the price is at 105 when the first makes the account long; the second is met before it turns',
  },
  {
    situation: 'close() while an entry with an exit waits',
    candles: [flat(100), flat(100), flat(100)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 5 })
        ctx.buy({ quantity: 1, limit: 90, stopLoss: 80 })
      },
      1: (ctx) => ctx.close(),
    },
    orders: ['filled', 'working', 'waiting', 'filled'],
    derivation: 'an exit that waits for its entry does not work against the position',
  },
  {
    situation: 'exits of two entries that one open is beyond',
    candles: [flat(100), flat(100), candle(100, 101, 90, 92), flat(70)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 2, limit: 95, stopLoss: 80 })
        ctx.buy({ quantity: 5, stopLoss: 85 })
      },
    },
    fills: [BOUGHT, '2 buy 2 @ 95 maker limit', '3 sell 2 @ 70 taker stop_at_open', '3 sell 5 @ 70 taker stop_at_open'],
    derivation: 'in the order of placement, though the second came to life first and is nearer',
  },
  {
    situation: 'an exit that closes what a waiting sell holds back',
    candles: [flat(100), flat(100), candle(100, 101, 94, 96), flat(96)],
    script: {
      0: (ctx) => ctx.buy({ quantity: 5, stopLoss: 95 }),
      1: (ctx) => ctx.sell({ quantity: 5, limit: 110 }),
      2: (ctx) => ctx.sell({ quantity: 1, limit: 110 }),
    },
    orders: ['filled', 'filled', 'working', 'refused insufficient_position 1 against 0'],
    derivation: 'nothing is held and five are held back: nothing is free, not minus five',
  },
  {
    situation: 'a size by risk at the price of its own stop',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ riskPercent: 1, stopLoss: 100 }) },
    options: { execution: { lot: 1 } },
    orders: ['refused below_lot 1000 against 100', 'cancelled parent_ended'],
    derivation: 'without a distance nothing measures the risk, so there is no quantity',
  },
  {
    situation: 'a buy with exits that does no more than reduce a short',
    candles: [flat(100), flat(100), flat(100)],
    script: {
      0: (ctx) => ctx.sell({ quantity: 10 }),
      1: (ctx) => ctx.buy({ quantity: 5, stopLoss: 95, takeProfit: 110 }),
    },
    options: MARGIN,
    orders: ['filled', 'filled', 'cancelled position_closed', 'cancelled position_closed'],
    derivation: 'five short are left: there is no long that the exits could close',
  },
  {
    situation: 'a reduce-only order above the largest quantity',
    candles: [flat(100), flat(100), flat(100)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 3 })
        ctx.buy({ quantity: 3 })
      },
      1: (ctx) => ctx.sell({ quantity: 6, reduceOnly: true }),
    },
    options: { rules: { '*': { maximumQuantity: 3 } } },
    orders: ['filled', 'filled', 'filled'],
    derivation: 'what only reduces is exempt, else a position could not be closed',
  },
]

test.each(CASES.map((each) => [each.situation, each] as const))('%s', (_situation, each) => {
  const result = play(each.candles, each.script, each.options)
  if (each.fills !== undefined) expect(fillLines(result), each.derivation).toEqual(each.fills)
  if (each.orders !== undefined) expect(orderLines(result), each.derivation).toEqual(each.orders)
})

test('a resting quantity of less than a lot is judged in the candle that comes to its price', () => {
  const candles = [flat(100), flat(100), candle(100, 101, 94, 96)]
  const result = play(candles, { 0: (ctx) => ctx.buy({ quantity: 0.5, limit: 95 }) }, { execution: { lot: 1 } })
  expect(orderLines(result)).toEqual(['refused below_lot 0.5 against 1'])
  expect(result.orders[0]!.closedIndex).toBe(2)
})

test.each(['open', 'stop'] as const)(
  'an exit born beyond its stop trades where the price stands, stopGap: %s',
  (stopGap) => {
    // Bought at 95 on the way down, where the stop-loss at 97 is reached already.
    const result = play(
      [flat(100), candle(100, 101, 90, 92)],
      { 0: (ctx) => ctx.buy({ quantity: 5, limit: 95, stopLoss: 97 }) },
      { execution: { stopGap } },
    )
    expect(fillLines(result)).toEqual(['1 buy 5 @ 95 maker limit', '1 sell 5 @ 95 taker stop'])
  },
)

describe('a size by risk that rests holds back what it is worth', () => {
  // 1 % of 1000 is 10, which two units lose on 5: two at 95.
  test.each([
    ['riskPercent', (ctx: StrategyContext) => ctx.buy({ riskPercent: 1, stopLoss: 90, limit: 95 })],
    ['volatilityTarget', (ctx: StrategyContext) => ctx.buy({ volatilityTarget: { percent: 1, of: 5 }, limit: 95 })],
  ])('%s', (_size, place) => {
    const cash: number[] = []
    play([flat(100)], {
      0: (ctx) => {
        place(ctx)
        cash.push(ctx.cash)
      },
    })
    expect(cash).toEqual([1000 - 190])
  })
})

test('an order for the next close has traded when the strategy sees that close', () => {
  const seen: number[] = []
  const look = (ctx: StrategyContext) => seen.push(ctx.position.quantity)
  play(
    [flat(100), flat(100), flat(100)],
    {
      0: (ctx) => {
        ctx.buy({ quantity: 5 })
        look(ctx)
      },
      1: look,
    },
    { execution: { fillAt: 'nextClose' } },
  )
  expect(seen).toEqual([0, 5])
})

test('an order that finds no volume at a close is not judged again after the strategy', () => {
  // Candle 2 has no volume. What is placed at its close holds back all that is held, which the next close is the first to see.
  const result = play(
    [flat(100, 10), flat(100, 10), flat(100, 0), flat(100, 10)],
    {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => ctx.sell({ quantity: 5 }),
      2: (ctx) => ctx.sell({ quantity: 5, limit: 110 }),
    },
    { execution: { fillAt: 'nextClose', participation: 1 } },
  )
  expect(orderLines(result)).toEqual(['filled', 'refused insufficient_position 5 against 0', 'working'])
  expect(result.orders[1]!.closedIndex).toBe(3)
})

test('interest is taken for the time that has passed, days without a candle included', () => {
  const prices = [100, 100, 100]
  const candles = createSeries({
    symbol: 'BTCTRY',
    interval: '1d',
    time: [0, DAY_MS, 4 * DAY_MS],
    open: prices,
    high: prices,
    low: prices,
    close: prices,
    volume: prices,
  })
  const account = { model: 'margin', leverage: 3, borrowRate: '0.36525' } as const
  const result = play(candles, { 0: (ctx) => ctx.buy({ quantity: 20 }) }, { account })
  // A thousandth a day, the year having 365.25: of 1000 for one day, then of 1001 for three.
  expect(result.account.interestPaid).toBe('4.003')
})

test('a market order that is changed loses its place', () => {
  // Volume for one of the two.
  const race = (change: (ctx: StrategyContext) => void) =>
    play(
      [flat(100), flat(100, 4)],
      {
        0: (ctx) => {
          ctx.buy({ quantity: 2 })
          ctx.buy({ quantity: 2 })
          change(ctx)
        },
      },
      { execution: { participation: '0.5' } },
    ).fills.map(({ orderId }) => orderId)
  expect(race(() => {})).toEqual([1])
  expect(race((ctx) => ctx.modify(1, { quantity: 2 }))).toEqual([2])
})

test('a change that is refused leaves a member of a group that has filled in part what it held back', () => {
  const cash: number[] = []
  play(
    [flat(100, 10), candle(100, 101, 94, 100, 2), flat(100, 0)],
    {
      0: (ctx) => {
        ctx.oneCancelsOther([
          { side: 'buy', quantity: 5, limit: 95 },
          { side: 'buy', quantity: 1, limit: 80 },
        ])
      },
      1: (ctx) => {
        cash.push(ctx.cash)
        expect(ctx.modify(1, { quantity: 50 })).toMatchObject({ accepted: false, reason: 'insufficient_cash' })
        cash.push(ctx.cash)
      },
    },
    { execution: { participation: 1 } },
  )
  // Two for 190; the other three need 285.
  expect(cash).toEqual([525, 525])
})

describe('trailing stops', () => {
  const trail = (quantity: number, amount: number) => ({ quantity, trail: { amount } })

  test('stand on the tick, rounded against the order', () => {
    const result = play(
      [flat(100), flat(100), candle(100, 100, 97, 99)],
      { 0: (ctx) => ctx.buy({ quantity: 5 }), 1: (ctx) => ctx.sell(trail(5, 1.99)) },
      { rules: { '*': { tick: '0.5' } } },
    )
    // 98.01 is no price of this market.
    expect(fillLines(result)).toEqual([BOUGHT, '2 sell 5 @ 98 taker trailing_stop'])
  })

  test('at one price trade by age, the changed one last', () => {
    const result = play([flat(100), flat(100), candle(100, 101, 97, 99)], {
      0: (ctx) => ctx.buy({ quantity: 5 }),
      1: (ctx) => {
        ctx.sell(trail(2, 2))
        ctx.sell(trail(3, 2))
        ctx.modify(2, { quantity: 2 })
      },
    })
    expect(fillLines(result)).toEqual([
      BOUGHT,
      '2 sell 3 @ 98 taker trailing_stop',
      '2 sell 2 @ 98 taker trailing_stop',
    ])
  })
})

test('after a trigger without a fill the worst path is chosen anew', () => {
  // The touch at 97 makes it a buy limit at 96, from which the price runs away to 104 first: the profit at 101 comes next candle.
  const result = play(
    [flat(100), candle(100, 104, 94, 95), flat(95)],
    { 0: (ctx) => ctx.buy({ quantity: 5, touch: 97, limit: 96, takeProfit: 101 }) },
    { execution: { stopLimitFrom: 'fill' } },
  )
  expect(fillLines(result)).toEqual(['1 buy 5 @ 96 maker limit'])
})
