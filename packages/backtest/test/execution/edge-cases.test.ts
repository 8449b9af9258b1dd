import type { BacktestOptions } from '@tezgah/backtest'
import { expect, test } from 'vitest'
import { type Candle, candle, candlesFrom, DAY_MS, flat } from '../fixtures/candles.ts'
import { fillLines, type Options, orderLines, play, type Script } from '../fixtures/scripted.ts'

type Case = {
  readonly id: string
  readonly situation: string
  readonly candles: readonly Candle[] | BacktestOptions['candles']
  readonly script: Script
  readonly options?: Options
  readonly fills?: readonly string[]
  readonly orders?: readonly string[]
  readonly finalEquity?: string
  /** Why, on paper. Cash is 1000 and nothing costs anything unless the case says so. */
  readonly derivation: string
}

const long = (script: Script = {}): Script => ({ 0: (ctx) => ctx.buy({ quantity: 1 }), ...script })
const bracket: Script = { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 95, takeProfit: 105 }) }
const BOUGHT = '1 buy 1 @ 100 taker market'
const MARGIN: Options = { account: { model: 'margin' } }
const HUGE = '999999999999999999'
const TINY = '0.000000000000000001'

const CASES: readonly Case[] = [
  // Gaps.
  {
    id: 'gap-1',
    situation: 'a gap down through the stop of a bracket',
    candles: [flat(100), flat(100), candle(90, 92, 88, 91)],
    script: bracket,
    fills: [BOUGHT, '2 sell 1 @ 90 taker stop_at_open'],
    finalEquity: '990',
    derivation: 'the open of 90 is the first price at or below 95',
  },
  {
    id: 'gap-2',
    situation: 'a gap up through the target of a bracket',
    candles: [flat(100), flat(100), candle(112, 113, 90, 100)],
    script: bracket,
    fills: [BOUGHT, '2 sell 1 @ 112 maker limit_at_open'],
    finalEquity: '1012',
    derivation: 'the target meets the open of 112; the stop ends with it, though the low is below it',
  },
  {
    id: 'gap-3',
    situation: 'a gap down, then a spike through the target',
    candles: [flat(100), flat(100), candle(90, 110, 88, 100)],
    script: bracket,
    fills: [BOUGHT, '2 sell 1 @ 90 taker stop_at_open'],
    derivation: 'the open comes before the spike',
  },
  {
    id: 'gap-4',
    situation: 'a gap over the stop of an entry and the stop of its bracket at once',
    candles: [flat(100), candle(110, 111, 94, 100)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, stop: 105, stopLoss: 108 }) },
    fills: ['1 buy 1 @ 110 taker stop_at_open', '1 sell 1 @ 108 taker stop'],
    derivation: 'bought at 110; on its way to the low of 94 the price comes to 108',
  },
  {
    id: 'gap-5',
    situation: 'a stop and a target that both lie beyond one open',
    candles: [flat(100), flat(100), flat(100)],
    script: long({
      1: (ctx) =>
        ctx.oneCancelsOther([
          { side: 'sell', quantity: 1, stop: 101 },
          { side: 'sell', quantity: 1, limit: 99 },
        ]),
    }),
    fills: [BOUGHT, '2 sell 1 @ 100 taker stop_at_open'],
    orders: ['filled', 'filled', 'cancelled one_cancels_other'],
    derivation: 'both are due at the open: the older trades',
  },
  {
    id: 'gap-6',
    situation: 'an entry and an exit gap at the same open',
    candles: [flat(100), flat(100), flat(90)],
    script: long({
      1: (ctx) => {
        ctx.sell({ quantity: 1, stop: 95 })
        ctx.buy({ quantity: 2, limit: 95 })
      },
    }),
    fills: [BOUGHT, '2 sell 1 @ 90 taker stop_at_open', '2 buy 2 @ 90 taker limit_at_open'],
    derivation: 'in the order of placement; both are new at that open',
  },

  // Prices that meet exactly.
  {
    id: 'exact-1',
    situation: 'a buy limit at the open, cross',
    candles: [flat(100), candle(95, 96, 95, 96)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
    fills: [],
    derivation: 'nothing traded below 95',
  },
  {
    id: 'exact-2',
    situation: 'a buy limit at the low, cross',
    candles: [flat(100), candle(100, 101, 95, 96)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
    fills: [],
    derivation: 'nothing traded below 95',
  },
  {
    id: 'exact-3',
    situation: 'a buy limit at the high',
    candles: [flat(100), candle(94, 95, 93, 94)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
    fills: ['1 buy 1 @ 94 taker limit_at_open'],
    derivation: 'the open of 94 is better than 95',
  },
  {
    id: 'exact-4',
    situation: 'a buy limit at the close, which is above the low',
    candles: [flat(100), candle(100, 101, 94, 95)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
    fills: ['1 buy 1 @ 95 maker limit'],
    derivation: 'the fall to 94 goes through 95',
  },
  {
    id: 'exact-5',
    situation: 'a sell limit at the high, touch',
    candles: [flat(100), flat(100), candle(100, 105, 99, 100)],
    script: long({ 1: (ctx) => ctx.sell({ quantity: 1, limit: 105 }) }),
    options: { execution: { limitFill: 'touch' } },
    fills: [BOUGHT, '2 sell 1 @ 105 maker limit'],
    derivation: 'touched',
  },
  {
    id: 'exact-6',
    situation: 'a stop at the low',
    candles: [flat(100), flat(100), candle(100, 101, 95, 100)],
    script: bracket,
    fills: [BOUGHT, '2 sell 1 @ 95 taker stop'],
    derivation: 'a stop is touched at its price',
  },
  {
    id: 'exact-7',
    situation: 'a stop and a limit at one price on two sides',
    candles: [flat(100), candle(100, 106, 99, 100)],
    script: {
      0: (ctx) => {
        ctx.sell({ quantity: 1, limit: 105 })
        ctx.buy({ quantity: 1, stop: 105 })
      },
    },
    options: MARGIN,
    fills: ['1 buy 1 @ 105 taker stop', '1 sell 1 @ 105 maker limit'],
    derivation: 'at one level stops come before limits',
  },
  {
    id: 'exact-8',
    situation: 'a stop-loss at the price of its entry',
    candles: [flat(100), flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1, stopLoss: 100 }) },
    fills: [BOUGHT, '1 sell 1 @ 100 taker stop_at_open'],
    derivation: 'the open at which it comes to life touches it',
  },
  {
    id: 'exact-9',
    situation: 'a candle without movement at a limit and a stop, touch',
    candles: [flat(100), flat(95)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 1, limit: 95 })
        ctx.sell({ quantity: 1, stop: 95 })
      },
    },
    options: { ...MARGIN, execution: { limitFill: 'touch' } },
    fills: ['1 buy 1 @ 95 taker limit_at_open', '1 sell 1 @ 95 taker stop_at_open'],
    derivation: 'open, high, low and close are one price: the open',
  },
  {
    id: 'exact-10',
    situation: 'a bracket in a candle without movement',
    candles: [flat(100), flat(100), flat(95)],
    script: bracket,
    fills: [BOUGHT, '2 sell 1 @ 95 taker stop_at_open'],
    derivation: 'the open touches the stop',
  },

  // Little data, no volume.
  {
    id: 'data-1',
    situation: 'one candle',
    candles: [flat(100)],
    script: { 0: (ctx) => ctx.buy({ percentOfEquity: 100, stopLoss: 95 }) },
    fills: [],
    orders: ['working', 'waiting'],
    finalEquity: '1000',
    derivation: 'there is no next open',
  },
  {
    id: 'data-2',
    situation: 'one candle, fillAt close',
    candles: [flat(100)],
    script: { 0: (ctx) => ctx.buy({ percentOfEquity: 100 }) },
    options: { execution: { fillAt: 'close' } },
    fills: ['0 buy 10 @ 100 taker market_at_close'],
    finalEquity: '1000',
    derivation: 'its own close',
  },
  {
    id: 'data-3',
    situation: 'a candle without volume and no bound on volume',
    candles: [flat(100, 0), flat(100, 0)],
    script: long(),
    fills: [BOUGHT],
    derivation: 'volume bounds nothing unless participation is given',
  },
  {
    id: 'data-4',
    situation: 'orders on the last candle',
    candles: [flat(100), flat(100)],
    script: long({
      1: (ctx) => {
        ctx.close()
        ctx.sell({ quantity: 1, limit: 90 })
      },
    }),
    fills: [BOUGHT],
    orders: ['filled', 'working', 'working'],
    derivation: 'they never meet a price',
  },
  {
    id: 'data-5',
    situation: 'a position closed at the end, whose last candles concerned no order',
    candles: [flat(100), flat(100), flat(110), flat(120)],
    script: long(),
    options: { execution: { openTradesAtEnd: 'close' } },
    fills: [BOUGHT, '3 sell 1 @ 120 taker end_of_run'],
    finalEquity: '1020',
    derivation: 'at the last close',
  },
  {
    id: 'data-6',
    situation: 'a run that never trades',
    candles: [flat(100), flat(50)],
    script: {},
    fills: [],
    orders: [],
    finalEquity: '1000',
    derivation: 'nothing was ordered',
  },

  // Money at its limits.
  {
    id: 'money-1',
    situation: 'an order larger than the cash by one lot',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: '10.00000001' }) },
    orders: ['refused insufficient_cash 1000.000001 against 1000'],
    derivation: '10.00000001 × 100 is above 1000',
  },
  {
    id: 'money-2',
    situation: 'an order for the cash to the last lot',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: 10 }) },
    fills: ['1 buy 10 @ 100 taker market'],
    derivation: '10 × 100 is 1000',
  },
  {
    id: 'money-3',
    situation: 'the same with a fee of one quadrillionth',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: 10 }) },
    options: { account: { feeRate: '0.000000000000001' } },
    orders: ['refused insufficient_cash 1000.000000000001 against 1000'],
    derivation: '1000 × 10⁻¹⁵ is missing',
  },
  {
    id: 'money-4',
    situation: 'everything, with fees',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) },
    options: { account: { feeRate: '0.001' }, execution: { lot: 1 } },
    fills: ['1 buy 9 @ 100 taker market'],
    finalEquity: '999.1',
    derivation: '9 cost 900.9, 10 would cost 1001',
  },
  {
    id: 'money-5',
    situation: 'a fee above the proceeds that cash can pay',
    candles: [flat(100), flat(100), flat(1)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.close() },
    options: { account: { fees: { minimum: 50 } } },
    fills: [BOUGHT, '2 sell 1 @ 1 taker market'],
    finalEquity: '801',
    derivation: '1000 − 100 − 50 + 1 − 50',
  },
  {
    id: 'money-6',
    situation: 'a fee above the proceeds that cash cannot pay',
    candles: [flat(100), flat(100), flat(1)],
    script: { 0: (ctx) => ctx.buy({ quantity: '9.5' }), 1: (ctx) => ctx.close() },
    options: { account: { fees: { minimum: 50 } } },
    orders: ['filled', 'refused insufficient_cash 50 against 9.5'],
    derivation: '950 and 50 leave nothing; 9.5 come in and 50 are due',
  },
  {
    id: 'money-7',
    situation: 'a sell of all that a fee in base has left',
    candles: [flat(100), flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: 1 }), 1: (ctx) => ctx.sell({ percentOfPosition: 100 }) },
    options: { account: { feeRate: '0.0000000001', fees: { currency: 'base' } } },
    fills: [BOUGHT, '2 sell 0.9999999999 @ 100 taker market'],
    derivation: 'all of a position may leave, be it no multiple of the lot',
  },
  {
    id: 'money-8',
    situation: 'a price of 18 digits',
    candles: [flat(123456789012345680), flat(123456789012345680)],
    script: { 0: (ctx) => ctx.buy({ quantity: 5 }) },
    options: { account: { initialCash: HUGE } },
    fills: ['1 buy 5 @ 123456789012345680 taker market'],
    finalEquity: HUGE,
    derivation: 'exact: cash and position add up to what was there',
  },
  {
    id: 'money-9',
    situation: 'a quantity of 18 decimals',
    candles: [flat(100), flat(100)],
    script: { 0: (ctx) => ctx.buy({ quantity: TINY }) },
    options: { execution: { lot: TINY } },
    fills: [`1 buy ${TINY} @ 100 taker market`],
    finalEquity: '1000',
    derivation: 'exact',
  },
  {
    id: 'money-10',
    situation: 'a very small price',
    candles: [flat(1e-12), flat(1e-12)],
    script: { 0: (ctx) => ctx.buy({ percentOfCash: 100 }) },
    options: { execution: { lot: 1 } },
    fills: ['1 buy 1000000000000000 @ 0.000000000001 taker market'],
    finalEquity: '1000',
    derivation: '1000 / 10⁻¹²',
  },
  {
    id: 'money-11',
    situation: 'a stop that gaps beyond what was held back for it',
    candles: [flat(100), flat(112)],
    script: { 0: (ctx) => ctx.buy({ quantity: 9, stop: 105 }) },
    orders: ['refused insufficient_cash 1008 against 1000'],
    derivation: '945 were held back, 1008 are needed',
  },

  // Several orders at once.
  {
    id: 'many-1',
    situation: 'a cancel of an order that would fill in the next open',
    candles: [flat(100), flat(94)],
    script: { 0: (ctx) => ctx.cancel(ctx.buy({ quantity: 1, limit: 95 })) },
    fills: [],
    orders: ['cancelled cancelled_by_strategy'],
    derivation: 'cancelled before the open',
  },
  {
    id: 'many-2',
    situation: 'a cancel of an order that has just filled',
    candles: [flat(100), flat(100), flat(100)],
    script: long({ 1: (ctx) => expect(ctx.cancel(1)).toBe(false) }),
    fills: [BOUGHT],
    derivation: 'it has ended',
  },
  {
    id: 'many-3',
    situation: 'two closes in one candle',
    candles: [flat(100), flat(100), flat(100)],
    script: long({
      1: (ctx) => {
        ctx.close()
        ctx.close()
      },
    }),
    fills: [BOUGHT, '2 sell 1 @ 100 taker market'],
    orders: ['filled', 'cancelled replaced_by_close', 'filled'],
    derivation: 'the second cancels what works against the position',
  },
  {
    id: 'many-4',
    situation: 'a sell and a buy at one open: the sale pays',
    candles: [flat(100), flat(100), flat(100)],
    script: {
      0: (ctx) => ctx.buy({ quantity: 10 }),
      1: (ctx) => {
        ctx.close()
        ctx.buy({ quantity: 10 })
      },
    },
    orders: ['filled', 'filled', 'filled'],
    derivation: 'in the order of placement',
  },
  {
    id: 'many-5',
    situation: 'two stops on one position, together more than it',
    candles: [flat(100), flat(100), flat(90)],
    script: long({
      1: (ctx) => {
        ctx.sell({ quantity: 1, stop: 96 })
        ctx.sell({ quantity: 1, stop: 95 })
      },
    }),
    orders: ['filled', 'filled', 'refused insufficient_position 1 against 0'],
    derivation: 'the first holds back all there is',
  },
  {
    id: 'many-6',
    situation: 'a stop that reverses a margin position',
    candles: [flat(100), flat(100), candle(100, 101, 94, 96)],
    script: long({ 1: (ctx) => ctx.sell({ quantity: 3, stop: 95 }) }),
    options: MARGIN,
    fills: [BOUGHT, '2 sell 3 @ 95 taker stop'],
    finalEquity: '993',
    derivation: '1 sold at a loss of 5, 2 short at 95 now worth 96',
  },
  {
    id: 'many-7',
    situation: 'a position bought, stopped out and bought again in one candle',
    candles: [flat(100), candle(100, 106, 90, 101)],
    script: {
      0: (ctx) => {
        ctx.buy({ quantity: 1, stopLoss: 95 })
        ctx.buy({ quantity: 1, stop: 105 })
      },
    },
    fills: ['1 buy 1 @ 100 taker market', '1 sell 1 @ 95 taker stop', '1 buy 1 @ 105 taker stop'],
    derivation: 'long at the open: first the low, then the high',
  },
]

test.each(CASES.map((each) => [each.id, each.situation, each] as const))('%s: %s', (_id, _situation, each) => {
  const result = play(each.candles, each.script, each.options)
  if (each.fills !== undefined) expect(fillLines(result), each.derivation).toEqual(each.fills)
  if (each.orders !== undefined) expect(orderLines(result), each.derivation).toEqual(each.orders)
  if (each.finalEquity !== undefined) expect(result.account.finalEquity, each.derivation).toBe(each.finalEquity)
})

test('ids are unique, and each case says what it expects', () => {
  expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length)
  expect(CASES.filter(({ fills, orders }) => fills === undefined && orders === undefined)).toEqual([])
})

test('simultaneous exits on two symbols: both opens come before what follows, in the order of placement', () => {
  const series = (symbol: string, rows: readonly Candle[]) => ({ ...candlesFrom({ candles: rows }), symbol })
  const result = play(
    [
      series('BTCTRY', [flat(100), flat(100), candle(90, 91, 80, 85)]),
      series('ETHTRY', [flat(10), flat(10), candle(9, 9.5, 7, 8)]),
    ],
    {
      0: (ctx) => {
        ctx.buy({ symbol: 'ETHTRY', quantity: 10, stopLoss: 9.5 })
        ctx.buy({ symbol: 'BTCTRY', quantity: 1, stopLoss: 95 })
      },
    },
  )
  expect(result.fills.map(({ symbol, side, price, time }) => `${time / DAY_MS} ${symbol} ${side} ${price}`)).toEqual([
    '1 ETHTRY buy 10',
    '1 BTCTRY buy 100',
    '2 ETHTRY sell 9',
    '2 BTCTRY sell 90',
  ])
  expect(result.account.finalEquity).toBe('980')
})

test('a position closed at the end has the time of the last candle, though no order met that candle', () => {
  const result = play([flat(100), flat(100), flat(110), flat(120)], long(), { execution: { openTradesAtEnd: 'close' } })
  expect(result.fills[1]!.time).toBe(3 * DAY_MS)
  expect(result.trades[0]).toMatchObject({ exitTime: 3 * DAY_MS, exitReason: 'end_of_run' })
})
