import type { BuyOrder, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, flat } from '../fixtures/candles.ts'
import { fillLines, type Options, orderLines, play } from '../fixtures/scripted.ts'

const entry =
  (order: Partial<BuyOrder> = {}) =>
  (ctx: StrategyContext) =>
    ctx.buy({ quantity: 2, stopLoss: 95, takeProfit: 110, ...order } as BuyOrder)

const run = (then: readonly Candle[], order: Partial<BuyOrder> = {}, options: Options = {}) =>
  play([flat(100), ...then], { 0: entry(order) }, options)

describe('exits', () => {
  test('are waiting, then working, and tagged by what they are', () => {
    const states: string[][] = []
    const watch = (ctx: StrategyContext) => states.push([1, 2, 3].map((id) => ctx.orderState(id)!.status))
    const result = play([flat(100), flat(100), flat(90)], {
      0: (ctx) => {
        entry({ limit: 95.5 })(ctx)
        watch(ctx)
      },
      1: watch,
      2: watch,
    })
    expect(states).toEqual([
      ['working', 'waiting', 'waiting'],
      ['working', 'waiting', 'waiting'],
      ['filled', 'filled', 'cancelled'],
    ])
    expect(result.orders.map(({ tag }) => tag)).toEqual([null, 'stopLoss', 'takeProfit'])
    expect(result.trades[0]!.exitReason).toBe('stopLoss')
  })

  test.each<[string, Partial<BuyOrder>, Candle, string]>([
    ['a stop at a price', {}, candle(100, 101, 94, 96), '2 sell 2 @ 95 taker stop'],
    ['a target at a price', {}, candle(100, 111, 99, 105), '2 sell 2 @ 110 maker limit'],
    [
      'a stop-limit',
      { stopLoss: { price: 95, limit: 94 } },
      candle(100, 101, 93, 96),
      '2 sell 2 @ 95 taker stop_limit',
    ],
    ['a percentage below the fill', { stopLoss: { percent: 4 } }, candle(100, 101, 94, 96), '2 sell 2 @ 96 taker stop'],
    [
      'a percentage above the fill',
      { takeProfit: { percent: '8.5' } },
      candle(100, 111, 99, 105),
      '2 sell 2 @ 108.5 maker limit',
    ],
    [
      'a trail of an amount',
      { stopLoss: { trail: { amount: 3 } } },
      candle(100, 100, 96, 98),
      '2 sell 2 @ 97 taker trailing_stop',
    ],
    [
      'a trail of a percentage',
      { stopLoss: { trail: { percent: 2 } } },
      candle(100, 100, 96, 98),
      '2 sell 2 @ 98 taker trailing_stop',
    ],
  ])('%s', (_what, order, then, line) => {
    expect(fillLines(run([flat(100), then], order))[1]).toBe(line)
  })

  test('a percentage is of the price that was paid, slippage included, and rounded to the tick against the exit', () => {
    // Paid 101; 5 % below is 95.95, down to a tick of 0.5: 95.5; 5 % above is 106.05, down to 106.
    const result = run(
      [flat(100), flat(100)],
      { stopLoss: { percent: 5 }, takeProfit: { percent: 5 } },
      { execution: { slippage: { model: 'fixed', amount: 1 } }, rules: { BTCTRY: { tick: '0.5' } } },
    )
    expect([result.orders[1]!.stopPrice, result.orders[2]!.limitPrice]).toEqual(['95.5', '106'])
  })

  test('the one that closes the position ends the other', () => {
    expect(orderLines(run([flat(100), candle(100, 101, 94, 96)]))).toEqual([
      'filled',
      'filled',
      'cancelled one_cancels_other',
    ])
  })

  test('end with an entry that never fills', () => {
    const cancelled = play([flat(100), flat(100), flat(100)], {
      0: entry({ limit: 90 }),
      1: (ctx) => ctx.cancel(1),
    })
    expect(orderLines(cancelled)).toEqual([
      'cancelled cancelled_by_strategy',
      'cancelled parent_ended',
      'cancelled parent_ended',
    ])
    const refused = run([flat(100)], { quantity: 20 })
    expect(orderLines(refused)).toEqual([
      'refused insufficient_cash 2000 against 1000',
      'cancelled parent_ended',
      'cancelled parent_ended',
    ])
  })

  test('end with a position that something else closed', () => {
    const sold = play([flat(100), flat(100), flat(100)], { 0: entry(), 1: (ctx) => ctx.sell({ quantity: 2 }) })
    expect(orderLines(sold).slice(1, 3)).toEqual(['cancelled position_closed', 'cancelled position_closed'])
    const closed = play([flat(100), flat(100), flat(100)], { 0: entry(), 1: (ctx) => ctx.close() })
    expect(orderLines(closed).slice(1, 3)).toEqual(['cancelled replaced_by_close', 'cancelled replaced_by_close'])
  })

  test('end with a position that something else turned', () => {
    const turned = play(
      [flat(100), flat(100), flat(100), flat(90)],
      { 0: entry(), 1: (ctx) => ctx.sell({ quantity: 5 }) },
      { account: { model: 'margin' } },
    )
    expect(orderLines(turned)).toEqual(['filled', 'cancelled position_closed', 'cancelled position_closed', 'filled'])
    expect(turned.account.positions[0]!.quantity).toBe('-3')
  })

  test('shrink with a position that something else reduced', () => {
    const result = play([flat(100), flat(100), flat(100), flat(94)], {
      0: entry(),
      1: (ctx) => ctx.sell({ quantity: '0.5' }),
    })
    expect(fillLines(result).at(-1)).toBe('3 sell 1.5 @ 94 taker stop_at_open')
  })

  test('hold nothing back: what they protect can be sold otherwise', () => {
    const result = play([flat(100), flat(100), flat(100)], {
      0: entry(),
      1: (ctx) => ctx.sell({ quantity: 2, limit: 105 }),
    })
    expect(orderLines(result)[3]).toBe('working')
  })

  test('of two entries each closes its own', () => {
    const result = play([flat(100), flat(100), candle(100, 101, 96, 97)], {
      0: (ctx) => {
        ctx.buy({ quantity: 2, stopLoss: 97 })
        ctx.buy({ quantity: 3, stopLoss: 90 })
      },
    })
    expect(fillLines(result).at(-1)).toBe('2 sell 2 @ 97 taker stop')
    expect(orderLines(result)[3]).toBe('working')
  })
})

describe('bracketFrom', () => {
  const dip = candle(100, 101, 94, 96)

  test.each([
    ['fill', '1 sell 2 @ 95 taker stop'],
    ['nextCandle', '2 sell 2 @ 94 taker stop_at_open'],
  ] as const)('%s', (bracketFrom, line) => {
    expect(fillLines(run([dip, flat(94)], {}, { execution: { bracketFrom } }))[1]).toBe(line)
  })

  test.each<[string, Partial<BuyOrder>, Candle, string]>([
    ['a market entry: at once', {}, dip, '1 sell 2 @ 95 taker stop'],
    ['a limit entry: from the next candle', { limit: 99 }, dip, '2 sell 2 @ 94 taker stop_at_open'],
    [
      'a stop entry whose stop is in reach: from the next candle',
      { stop: 101 },
      dip,
      '2 sell 2 @ 94 taker stop_at_open',
    ],
    [
      'a stop entry whose target alone is in reach: at once',
      { stop: 101 },
      candle(100, 111, 99, 105),
      '1 sell 2 @ 110 maker limit',
    ],
  ])('whenUnambiguous, %s', (_what, order, then, line) => {
    const result = run([then, flat(94)], order, { execution: { bracketFrom: 'whenUnambiguous' } })
    expect(fillLines(result)[1]).toBe(line)
  })
})

describe('an entry that fills in parts', () => {
  const scarce: Options = { execution: { participation: '0.5' } }
  const slow = { quantity: 10, limit: 99 }

  test('has exits for what it has filled so far, whatever they have sold already', () => {
    const result = run([flat(98, 4), flat(94, 4), flat(94, 20), flat(94, 20)], slow, scarce)
    expect(fillLines(result)).toEqual([
      '1 buy 2 @ 98 taker limit_at_open',
      // The entry comes first and takes all the volume; the stop, which the open has triggered, waits for more.
      '2 buy 2 @ 94 maker limit_at_open',
      '3 buy 6 @ 94 maker limit_at_open',
      '3 sell 4 @ 94 taker market',
      '4 sell 6 @ 94 taker market',
    ])
    expect(orderLines(result)).toEqual(['filled', 'filled', 'cancelled one_cancels_other'])
  })

  test('ends once an exit has closed all that it filled', () => {
    const result = run([flat(98, 4), candle(100, 111, 99.5, 105, 20)], slow, scarce)
    expect(fillLines(result)).toEqual(['1 buy 2 @ 98 taker limit_at_open', '2 sell 2 @ 110 maker limit'])
    expect(orderLines(result)).toEqual(['cancelled bracket_closed', 'cancelled one_cancels_other', 'filled'])
    expect(result.orders[0]!.filledQuantity).toBe('2')
  })

  test('leaves its exits in place when it is cancelled', () => {
    const result = play(
      [flat(100), flat(98, 4), flat(98, 4), flat(94, 20)],
      { 0: entry(slow), 1: (ctx) => ctx.cancel(1) },
      scarce,
    )
    expect(fillLines(result).at(-1)).toBe('3 sell 2 @ 94 taker stop_at_open')
  })

  test('exits share what it filled: one in part, the other the rest', () => {
    // The target sells half of the volume of 2, the stop what is left.
    const result = run(
      [flat(98, 20), candle(100, 111, 99.5, 105, 4), flat(94, 20)],
      { quantity: 10, limit: 99 },
      scarce,
    )
    expect(fillLines(result)).toEqual([
      '1 buy 10 @ 98 taker limit_at_open',
      '2 sell 2 @ 110 maker limit',
      '3 sell 8 @ 94 taker stop_at_open',
    ])
    expect(orderLines(result)[2]).toBe('cancelled one_cancels_other')
    expect(result.orders[2]!.filledQuantity).toBe('2')
  })
})

test('a fee in base leaves less than was bought, and the exit closes all of it', () => {
  const result = run([flat(100), flat(94)], {}, { account: { feeRate: '0.001', fees: { currency: 'base' } } })
  expect(fillLines(result)[1]).toBe('2 sell 1.998 @ 94 taker stop_at_open')
  expect(result.account.positions[0]!.quantity).toBe('0')
})

test('exits cannot be asked for at prices that are none', () => {
  const reasons = (order: Partial<BuyOrder>) => orderLines(run([flat(100)], order))
  expect(reasons({ stopLoss: Number.NaN })).toEqual(['refused invalid_price stopLoss NaN against > 0'])
  expect(reasons({ stopLoss: { percent: 100 } })).toEqual([
    'refused invalid_price stopLoss.percent 100 against > 0 and < 100',
  ])
  expect(reasons({ takeProfit: { percent: 0 } })).toEqual(['refused invalid_price takeProfit.percent 0 against > 0'])
})

test('an exit between two ticks is refused with its entry', () => {
  const result = run([flat(100)], { stopLoss: '94.3' }, { rules: { BTCTRY: { tick: '0.5' } } })
  expect(orderLines(result)).toEqual(['refused off_tick 94.3 against 0.5'])
})
