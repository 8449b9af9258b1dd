import type { BuyOrder } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, DAY_MS, flat } from '../fixtures/candles.ts'
import { fillLines, type Options, orderLines, play } from '../fixtures/scripted.ts'

const HALF: Options = { execution: { participation: '0.5' } }
const TOUCH: Options = { execution: { limitFill: 'touch' } }

const buy = (order: Partial<BuyOrder>, then: readonly Candle[], options: Options = {}) =>
  play([flat(100), ...then], { 0: (ctx) => ctx.buy({ quantity: 5, ...order } as BuyOrder) }, options)

type Row = [
  what: string,
  order: Partial<BuyOrder>,
  then: readonly Candle[],
  Options,
  end: string,
  fills: readonly string[],
]

describe('immediate or cancel', () => {
  const IOC = { timeInForce: 'IOC' } as const

  test.each<Row>([
    ['all of it', IOC, [flat(100, 10)], HALF, 'filled', ['1 buy 5 @ 100 taker market']],
    [
      'what the volume allows',
      IOC,
      [flat(100, 4), flat(100, 10)],
      HALF,
      'cancelled ioc_remainder',
      ['1 buy 2 @ 100 taker market'],
    ],
    ['nothing without volume', IOC, [flat(100, 0), flat(100, 10)], HALF, 'cancelled ioc_remainder', []],
    [
      'nothing without volume, at a close',
      IOC,
      [flat(100, 0), flat(100, 10)],
      { execution: { participation: '0.5', fillAt: 'nextClose' } },
      'cancelled ioc_remainder',
      [],
    ],
    [
      'a limit that the open lies beyond',
      { ...IOC, limit: 101 },
      [candle(100, 102, 99, 100, 4)],
      HALF,
      'cancelled ioc_remainder',
      ['1 buy 2 @ 100 taker limit_at_open'],
    ],
    [
      'a limit that only the rest of the candle reaches',
      { ...IOC, limit: 99 },
      [candle(100, 101, 98, 100)],
      {},
      'cancelled ioc_remainder',
      [],
    ],
    [
      'a stop that the open does not reach',
      { ...IOC, stop: 101 },
      [candle(100, 102, 99, 100)],
      {},
      'cancelled ioc_remainder',
      [],
    ],
  ])('%s', (_what, order, then, options, end, fills) => {
    const result = buy(order, then, options)
    expect([orderLines(result), fillLines(result)]).toEqual([[end], fills])
    expect(result.orders[0]!.closedIndex).toBe(1)
  })
})

describe('fill or kill', () => {
  const FOK = { timeInForce: 'FOK' } as const

  test.each<Row>([
    ['all of it', FOK, [flat(100, 10)], HALF, 'filled', ['1 buy 5 @ 100 taker market']],
    ['one lot too little volume', FOK, [flat(100, 9.99)], HALF, 'cancelled fok_not_fillable', []],
    ['without a bound on volume', FOK, [flat(100, 0)], {}, 'filled', ['1 buy 5 @ 100 taker market']],
    [
      'too little volume at a close',
      FOK,
      [flat(100, 4)],
      { execution: { participation: '0.5', fillAt: 'nextClose' } },
      'cancelled fok_not_fillable',
      [],
    ],
    [
      'a limit that only the rest of the candle reaches',
      { ...FOK, limit: 99 },
      [candle(100, 101, 98, 100)],
      {},
      'cancelled fok_not_fillable',
      [],
    ],
    [
      'more than can be paid',
      { ...FOK, quantity: 11 },
      [flat(100)],
      {},
      'refused insufficient_cash 1100 against 1000',
      [],
    ],
  ])('%s', (_what, order, then, options, end, fills) => {
    const result = buy(order, then, options)
    expect([orderLines(result), fillLines(result)]).toEqual([[end], fills])
  })
})

describe('good till a date', () => {
  const order = (goodTill: number) => buy({ limit: 95, goodTill }, [flat(100), flat(94)])

  test('meets no candle that opens then', () => {
    const result = order(2 * DAY_MS)
    expect(orderLines(result)).toEqual(['expired good_till_date'])
    expect(result.orders[0]).toMatchObject({ timeInForce: 'GTD', expiresAt: 2 * DAY_MS, closedIndex: 2 })
  })

  test('meets the one before', () => {
    expect(fillLines(order(2 * DAY_MS + 1))).toEqual(['2 buy 5 @ 94 maker limit_at_open'])
  })

  test('frees what it held back when it ends', () => {
    const free: number[] = []
    play([flat(100), flat(100)], {
      0: (ctx) => {
        ctx.buy({ quantity: 5, limit: 95, goodTill: DAY_MS })
        free.push(ctx.cash)
      },
      1: (ctx) => free.push(ctx.cash),
    })
    expect(free).toEqual([525, 1000])
  })

  test('holds for market orders too, and for what a fill left over', () => {
    const result = buy({ goodTill: 2 * DAY_MS }, [flat(100, 4), flat(100, 10)], HALF)
    expect(orderLines(result)).toEqual(['expired good_till_date'])
    expect(result.orders[0]!.filledQuantity).toBe('2')
  })

  test('cannot go with an order that ends at once', () => {
    expect(() => buy({ goodTill: DAY_MS, timeInForce: 'IOC' }, [flat(100)])).toThrow(/goodTill cannot go with/)
  })
})

describe('post-only', () => {
  test.each<Row>([
    ['would take at its first open', { limit: 101 }, [flat(100)], {}, 'refused would_take 100 against 101', []],
    [
      'rests at the open itself',
      { limit: 100 },
      [candle(100, 101, 99, 100)],
      {},
      'filled',
      ['1 buy 5 @ 100 maker limit'],
    ],
    [
      'would take at the open itself, touch',
      { limit: 100 },
      [flat(100)],
      TOUCH,
      'refused would_take 100 against 100',
      [],
    ],
    ['makes at a later open', { limit: 95 }, [flat(100), flat(94)], {}, 'filled', ['2 buy 5 @ 94 maker limit_at_open']],
  ])('%s', (_what, order, then, options, end, fills) => {
    const result = buy({ ...order, postOnly: true }, then, options)
    expect([orderLines(result), fillLines(result)]).toEqual([[end], fills])
  })

  test('is for limit orders', () => {
    expect(() => buy({ postOnly: true }, [flat(100)])).toThrow(/postOnly is for limit orders/)
    expect(() => buy({ postOnly: true, stop: 105, limit: 106 }, [flat(100)])).toThrow(/postOnly is for limit orders/)
  })

  test('that has filled in part and is changed so that it would take is cancelled', () => {
    const result = play(
      [flat(100), candle(100, 101, 94, 100, 4), flat(100, 4)],
      {
        0: (ctx) => ctx.buy({ quantity: 5, limit: 95, postOnly: true }),
        1: (ctx) => ctx.modify(1, { limit: 101 }),
      },
      HALF,
    )
    expect(orderLines(result)).toEqual(['cancelled would_take'])
    expect(result.orders[0]!.filledQuantity).toBe('2')
  })
})

describe('reduce-only', () => {
  const held = (model: 'spot' | 'margin', quantity: number) =>
    play(
      [flat(100), flat(100), flat(100)],
      {
        0: (ctx) => ctx.buy({ quantity: 2 }),
        1: (ctx) => ctx.sell({ quantity, reduceOnly: true }),
      },
      { account: { model } },
    )

  test.each(['spot', 'margin'] as const)('trades no more than is held (%s)', (model) => {
    expect(fillLines(held(model, 5)).at(-1)).toBe('2 sell 2 @ 100 taker market')
    expect(fillLines(held(model, 1)).at(-1)).toBe('2 sell 1 @ 100 taker market')
  })

  test('has nothing to do while flat, nor on the side of the position', () => {
    const result = play(
      [flat(100), flat(100), flat(100)],
      {
        0: (ctx) => {
          ctx.sell({ quantity: 5, reduceOnly: true })
          ctx.buy({ quantity: 2 })
        },
        1: (ctx) => ctx.buy({ quantity: 5, reduceOnly: true }),
      },
      { account: { model: 'margin' } },
    )
    expect(orderLines(result)).toEqual([
      'refused nothing_to_reduce 5 against 0',
      'filled',
      'refused nothing_to_reduce 5 against 0',
    ])
  })
})
