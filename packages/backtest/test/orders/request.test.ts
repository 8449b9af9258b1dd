import type { BuyOrder, DecimalInput, SellOrder, StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { flat } from '../fixtures/candles.ts'
import { play } from '../fixtures/scripted.ts'

type Prices = { readonly limit?: DecimalInput; readonly stop?: DecimalInput }

const placed = (act: (ctx: StrategyContext) => void) => play([flat(100), flat(100)], { 0: act }).orders

describe('limit and stop make the type', () => {
  test.each<[Prices, string]>([
    [{}, 'market'],
    [{ limit: 90 }, 'limit'],
    [{ stop: 110 }, 'stop-market'],
    [{ stop: 110, limit: 111 }, 'stop-limit'],
  ])('%j is a %s order', (conditions, type) => {
    const [order] = placed((ctx) => ctx.buy({ quantity: 1, ...conditions }))
    expect(order).toMatchObject({
      type,
      side: 'buy',
      limitPrice: conditions.limit === undefined ? null : String(conditions.limit),
      stopPrice: conditions.stop === undefined ? null : String(conditions.stop),
    })
  })
})

test('a report says what was asked for', () => {
  const orders = placed((ctx) => {
    ctx.buy({ percentOfEquity: '12.50', tag: 'first' })
    ctx.buy({ quoteAmount: 1e-7, limit: '99.90' })
    ctx.sell({ percentOfPosition: 100 })
  })
  expect(orders.map(({ id, side, size, limitPrice, tag }) => ({ id, side, size, limitPrice, tag }))).toEqual([
    { id: 1, side: 'buy', size: { kind: 'percentOfEquity', value: '12.5' }, limitPrice: null, tag: 'first' },
    { id: 2, side: 'buy', size: { kind: 'quoteAmount', value: '0.0000001' }, limitPrice: '99.9', tag: null },
    { id: 3, side: 'sell', size: { kind: 'percentOfPosition', value: '100' }, limitPrice: null, tag: null },
  ])
})

test('the same request again, and then another, are read each for itself', () => {
  const sizes = placed((ctx) => {
    for (const quantity of [1, 1, 2]) ctx.buy({ quantity })
    ctx.buy({ quoteAmount: 2 })
    ctx.buy({ quantity: 2, tag: 'tagged' })
    ctx.buy({ quantity: 2 })
  }).map(({ size, tag }) => [size?.kind, size?.value, tag])
  expect(sizes).toEqual([
    ['quantity', '1', null],
    ['quantity', '1', null],
    ['quantity', '2', null],
    ['quoteAmount', '2', null],
    ['quantity', '2', 'tagged'],
    ['quantity', '2', null],
  ])
})

describe('a size that is none is refused when it is placed:', () => {
  const SHARE = '> 0 and <= 100'

  test.each<[BuyOrder, string, string]>([
    [{ quantity: 0 }, 'quantity 0', '> 0'],
    [{ quantity: -1 }, 'quantity -1', '> 0'],
    [{ quantity: Number.NaN }, 'quantity NaN', '> 0'],
    [{ quantity: Number.POSITIVE_INFINITY }, 'quantity Infinity', '> 0'],
    [{ quantity: 'all' }, 'quantity all', '> 0'],
    [{ quoteAmount: '0' }, 'quoteAmount 0', '> 0'],
    [{ percentOfEquity: 0 }, 'percentOfEquity 0', SHARE],
    [{ percentOfEquity: 100.01 }, 'percentOfEquity 100.01', SHARE],
    [{ percentOfCash: '101' }, 'percentOfCash 101', SHARE],
  ])('%j', (order, observed, limit) => {
    expect(placed((ctx) => ctx.buy(order))).toMatchObject([
      { status: 'refused', reason: 'invalid_size', observed, limit, size: null, createdIndex: 0, closedIndex: 0 },
    ])
  })

  test.each<[SellOrder, string, string]>([
    [{ percentOfPosition: 101 }, 'percentOfPosition 101', SHARE],
    [{ quantity: '' }, 'quantity ', '> 0'],
  ])('%j', (order, observed, limit) => {
    expect(placed((ctx) => ctx.sell(order))).toMatchObject([
      { status: 'refused', reason: 'invalid_size', observed, limit },
    ])
  })
})

describe('a price that is none is refused when it is placed, as that of an indicator which is not warm yet:', () => {
  test.each<[Prices, string]>([
    [{ limit: Number.NaN }, 'limit NaN'],
    [{ limit: 0 }, 'limit 0'],
    [{ stop: -5 }, 'stop -5'],
    [{ stop: 'high' }, 'stop high'],
    [{ stop: 110, limit: Number.NaN }, 'limit NaN'],
  ])('%j', (conditions, observed) => {
    expect(placed((ctx) => ctx.buy({ quantity: 1, ...conditions }))).toMatchObject([
      { status: 'refused', reason: 'invalid_price', observed, limit: '> 0' },
    ])
  })
})

test('values of other types count as no size, whatever they claim to be worth', () => {
  const hostile: unknown[] = [null, undefined, 5n, [5], true, { valueOf: () => 5 }, Object.create(null), Symbol('five')]
  const orders = placed((ctx) => {
    for (const quantity of hostile) ctx.buy({ quantity: quantity as number })
  })
  expect(orders.map((order) => order.reason)).toEqual(hostile.map(() => 'invalid_size'))
})

test('a report of a refusal repeats only the beginning of a huge text', () => {
  const [order] = placed((ctx) => ctx.buy({ quantity: '9'.repeat(1_000_000) }))
  expect(order!.reason).toBe('invalid_size')
  expect(order!.observed!.length).toBeLessThan(200)
})

test('a refusal keeps the tag, so that the strategy can tell which order it was', () => {
  const [order] = placed((ctx) => ctx.buy({ quantity: 1, limit: Number.NaN, tag: 'dip' }))
  expect(order).toMatchObject({ reason: 'invalid_price', tag: 'dip' })
})

test('ids count up from 1, refused orders included', () => {
  const ids: number[] = []
  placed((ctx) => {
    ids.push(ctx.buy({ quantity: -1 }), ctx.buy({ quantity: 1 }), ctx.sell({ quantity: 1 }))
  })
  expect(ids).toEqual([1, 2, 3])
})
