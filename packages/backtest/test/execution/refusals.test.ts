import type { BacktestOptions, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { type Options, orderLines, play } from '../fixtures/scripted.ts'

// The table of docs/execution.md: a reason, the figure observed and the limit that it broke.
type Row = [what: string, act: (ctx: StrategyContext) => unknown, refusal: string, Options?]

const rules = (own: object): Options => ({ rules: { BTCTRY: own } as NonNullable<BacktestOptions['rules']> })
const margin: Options = { account: { model: 'margin' } }

test.each<Row>([
  ['a size that is none', (ctx) => ctx.buy({ quantity: Number.NaN }), 'invalid_size quantity NaN against > 0'],
  [
    'a share above all of it',
    (ctx) => ctx.buy({ percentOfCash: 101 }),
    'invalid_size percentOfCash 101 against > 0 and <= 100',
  ],
  [
    'equity that a spot account has not',
    (ctx) => ctx.buy({ percentOfEquity: 101 }),
    'invalid_size percentOfEquity 101 against > 0 and <= 100',
  ],
  [
    'a move of volatility that is none',
    (ctx) => ctx.buy({ volatilityTarget: { percent: 1, of: 0 } }),
    'invalid_size volatilityTarget.of 0 against > 0',
  ],
  [
    'a target that is none',
    (ctx) => ctx.target({ BTCTRY: Number.NaN }),
    'invalid_size target NaN against a percentage',
  ],
  ['a price that is none', (ctx) => ctx.buy({ quantity: 1, touch: -1 }), 'invalid_price touch -1 against > 0'],
  ['a market order above the cash', (ctx) => ctx.buy({ quantity: 11 }), 'insufficient_cash 1100 against 1000'],
  [
    'a waiting order above the cash',
    (ctx) => ctx.buy({ quantity: 11, limit: 95 }),
    'insufficient_cash 1045 against 1000',
  ],
  ['an amount above the cash', (ctx) => ctx.buy({ quoteAmount: 1001 }), 'insufficient_cash 1001 against 1000'],
  ['more than margin allows', (ctx) => ctx.sell({ quantity: 11 }), 'insufficient_cash 1100 against 1000', margin],
  ['a market sell of what is not held', (ctx) => ctx.sell({ quantity: 1 }), 'insufficient_position 1 against 0'],
  [
    'a waiting sell of what is not held',
    (ctx) => ctx.sell({ quantity: 1, stop: 95 }),
    'insufficient_position 1 against 0',
  ],
  [
    'a quantity below one lot',
    (ctx) => ctx.buy({ quantity: '0.5' }),
    'below_lot 0.5 against 1',
    { execution: { lot: 1 } },
  ],
  [
    'money for less than one lot',
    (ctx) => ctx.buy({ quoteAmount: 50 }),
    'below_lot 50 against 100',
    { execution: { lot: 1 } },
  ],
  [
    'a price between two ticks',
    (ctx) => ctx.buy({ quantity: 1, limit: '95.1' }),
    'off_tick 95.1 against 0.5',
    rules({ tick: '0.5' }),
  ],
  [
    'too little value',
    (ctx) => ctx.buy({ quantity: 1, limit: 95 }),
    'below_minimum_value 95 against 96',
    rules({ minimumValue: 96 }),
  ],
  [
    'too little value at the market',
    (ctx) => ctx.buy({ quoteAmount: 50 }),
    'below_minimum_value 50 against 96',
    rules({ minimumValue: 96 }),
  ],
  [
    'too large a quantity',
    (ctx) => ctx.buy({ quantity: 3 }),
    'above_maximum_quantity 3 against 2',
    rules({ maximumQuantity: 2 }),
  ],
  [
    'too large a share',
    (ctx) => ctx.buy({ percentOfCash: 100 }),
    'above_maximum_quantity 10 against 2',
    rules({ maximumQuantity: 2 }),
  ],
  [
    'a post-only order that would take',
    (ctx) => ctx.buy({ quantity: 1, limit: 101, postOnly: true }),
    'would_take 100 against 101',
  ],
  [
    'nothing to reduce',
    (ctx) => ctx.buy({ percentOfEquity: 50, reduceOnly: true }),
    'nothing_to_reduce 50 against 0',
    margin,
  ],
])('%s', (_what, act, refusal, options) => {
  const result = play([flat(100), flat(100)], { 0: act }, options)
  expect(orderLines(result)).toEqual([`refused ${refusal}`])
  expect(result.fills).toEqual([])
})

test('one lot less is accepted: the limit itself is allowed', () => {
  const placed = (act: (ctx: StrategyContext) => unknown, options?: Options) =>
    orderLines(play([flat(100), flat(100)], { 0: act }, options))
  expect(placed((ctx) => ctx.buy({ quantity: 10 }))).toEqual(['filled'])
  expect(placed((ctx) => ctx.buy({ quantity: 1, limit: 96 }), rules({ minimumValue: 96 }))).toEqual(['working'])
  expect(placed((ctx) => ctx.buy({ quantity: 2 }), rules({ maximumQuantity: 2 }))).toEqual(['filled'])
  expect(placed((ctx) => ctx.buy({ percentOfEquity: 100 }))).toEqual(['filled'])
  expect(placed((ctx) => ctx.buy({ percentOfEquity: 200 }), { account: { model: 'margin', leverage: 2 } })).toEqual([
    'filled',
  ])
})

describe('a request of the wrong shape throws, and the run fails:', () => {
  test.each<[string, (ctx: StrategyContext) => unknown, RegExp]>([
    ['two triggers', (ctx) => ctx.buy({ quantity: 1, stop: 105, touch: 95 }), /give one of stop, touch and trail/],
    [
      'a trail with a limit',
      (ctx) => ctx.buy({ quantity: 1, limit: 95, trail: { amount: 1 } }),
      /a trailing stop takes no limit/,
    ],
    [
      'an unknown time in force',
      (ctx) => ctx.buy({ quantity: 1, timeInForce: 'DAY' as 'IOC' }),
      /timeInForce must be GTC, IOC or FOK/,
    ],
    [
      'a date that is none',
      (ctx) => ctx.buy({ quantity: 1, goodTill: Number.NaN }),
      /goodTill must be epoch milliseconds/,
    ],
    [
      'a flag that is none',
      (ctx) => ctx.buy({ quantity: 1, reduceOnly: 1 as unknown as boolean }),
      /reduceOnly must be true or false/,
    ],
    ['risk without a stop', (ctx) => ctx.buy({ riskPercent: 1 }), /riskPercent needs stopLoss with a price/],
    [
      'a side of the position where there is one',
      (ctx) => ctx.buy({ quantity: 1, positionSide: 'long' }),
      /positionSide must be left out/,
    ],
    ['an unknown symbol', (ctx) => ctx.buy({ quantity: 1, symbol: 'ETHTRY' }), /symbol must be one of BTCTRY/],
    [
      'an exit that is none',
      (ctx) => ctx.buy({ quantity: 1, stopLoss: {} as { price: number } }),
      /stopLoss must be a price/,
    ],
  ])('%s', (_what, act, message) => {
    expect(() => play([flat(100)], { 0: act })).toThrow(message)
  })

  test('a tag of more than 64 characters', () => {
    const tagged = (length: number) =>
      play([flat(100)], { 0: (ctx) => ctx.buy({ quantity: 1, tag: 'x'.repeat(length) }) })
    expect(tagged(64).orders[0]!.tag).toHaveLength(64)
    expect(() => tagged(65)).toThrow(/tag must have at most 64 characters, received 65/)
    expect(() =>
      play([flat(100), flat(100), flat(100)], {
        0: (ctx) => ctx.buy({ quantity: 1 }),
        1: (ctx) => ctx.close({ tag: 'x'.repeat(65) }),
      }),
    ).toThrow(/at most 64/)
  })
})
