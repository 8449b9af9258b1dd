import { type BacktestOptions, backtest, createSeries, defineStrategy, type StrategyContext } from '@tezgah/backtest'
import { compilePolicies, type DecisionRecord, orderGuard, type PolicyData } from '@tezgah/guardrails'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const HOUR = 3_600_000
const START = 1_736_942_400_000
const MARKETS = { BTCTRY: { base: 'BTC', quote: 'TRY' } }
const SIZE: PolicyData = { name: 'size', kind: 'maxNotional', maxNotional: '1100', currency: 'TRY' }

type Script = Readonly<Record<number, (ctx: StrategyContext) => void>>

function play(policies: readonly PolicyData[], script: Script, options: Partial<BacktestOptions> = {}) {
  const close = [100, 100, 100, 100, 100, 100]
  const time = close.map((_, index) => START + index * HOUR)
  const prices = { open: close, high: close, low: close, close, volume: close.map(() => 1e6) }
  const records: DecisionRecord[] = []
  const guard = orderGuard({
    policies: compilePolicies({ version: 1, policies }),
    markets: MARKETS,
    onDecision: (record) => records.push(record),
  })
  const result = backtest({
    strategy: defineStrategy({
      name: 'script',
      params: z.object({}),
      setup: () => ({ onCandle: (ctx) => script[ctx.index]?.(ctx) }),
    }),
    candles: createSeries({ symbol: 'BTCTRY', interval: '1h', time, ...prices }),
    guard,
    ...options,
  })
  const orders = result.orders.map(({ status, observed, limit }) => [status, observed, limit])
  return { orders, records, result }
}

test('a refusal has code, policy, figure and limit of each reason, and the run names the policies', () => {
  const { orders, result, records } = play(
    [SIZE, { name: 'large', kind: 'maxQuantity', maxQuantity: '11', onBreach: 'needsApproval' }],
    { 0: (ctx) => ctx.buy({ quantity: 12 }), 1: (ctx) => ctx.buy({ quantity: 11, limit: 99 }) },
  )
  expect(orders).toEqual([
    ['refused', 'NOTIONAL_ABOVE_LIMIT (size): 1260 TRY', '1100 TRY'],
    ['working', null, null],
  ])
  expect(result.manifest.assumptions.guard).toBe(`policies ${records[0]?.policies}`)
})

test('what would need approval is refused, with its reasons', () => {
  const large: PolicyData = { name: 'large', kind: 'maxQuantity', maxQuantity: '1', onBreach: 'needsApproval' }
  expect(play([large], { 0: (ctx) => ctx.buy({ quantity: 2 }) }).orders).toEqual([
    ['refused', 'QUANTITY_ABOVE_LIMIT (large): 2 base', '1 base'],
  ])
})

describe('an order type that no intent has', () => {
  test('is judged as a stop if it waits for a price', () => {
    const { records } = play([SIZE], {
      0: (ctx) => {
        ctx.buy({ quantity: 1, touch: 95 })
        ctx.buy({ quantity: 1, touch: 95, limit: 94 })
      },
    })
    expect(records.map(({ intent, verdict }) => [intent, verdict])).toMatchObject([
      [{ type: 'stopMarket', stopPrice: '95', limitPrice: null }, 'approved'],
      [{ type: 'stopLimit', stopPrice: '95', limitPrice: '94' }, 'approved'],
    ])
  })

  test('is judged as a market order if it trails and can only reduce', () => {
    const { records } = play([SIZE], {
      0: (ctx) => ctx.buy({ quantity: 1 }),
      2: (ctx) => ctx.sell({ quantity: 1, trail: { percent: 5 } }),
    })
    expect(records[1]).toMatchObject({ intent: { type: 'market', side: 'sell' }, verdict: 'approved' })
  })

  test('is refused if it trails and may open a position, since its price is unknown', () => {
    const { orders } = play([SIZE], { 0: (ctx) => ctx.buy({ quantity: 1, trail: { percent: 5 } }) })
    expect(orders[0]?.slice(0, 2)).toEqual(['refused', 'INVALID_INTENT (guardrails): intent.type'])
  })
})

test('an order is judged with what was approved a moment before, and with what still works', () => {
  const position: PolicyData = { name: 'position', kind: 'positionLimit', maxPosition: '3' }
  const { orders } = play([position], {
    0: (ctx) => {
      ctx.buy({ quantity: 2, limit: 90 })
      ctx.buy({ quantity: 1 })
      ctx.buy({ quantity: 0.5 })
    },
    2: (ctx) => ctx.buy({ quantity: 0.25 }),
    3: (ctx) => {
      ctx.cancelAll()
      ctx.buy({ quantity: 2 })
    },
  })
  expect(orders).toEqual([
    ['cancelled', null, null],
    ['filled', null, null],
    ['refused', 'POSITION_ABOVE_LIMIT (position): 3.5 base', '3 base'],
    ['refused', 'POSITION_ABOVE_LIMIT (position): 3.25 base', '3 base'],
    ['filled', null, null],
  ])
})

test('fees that are taken from the base leave the position that the account has', () => {
  const { records } = play(
    [SIZE, { name: 'balance', kind: 'balance', feeFraction: '0' }],
    {
      0: (ctx) => ctx.buy({ quantity: 1 }),
      2: (ctx) => ctx.sell({ percentOfPosition: 100 }),
    },
    { account: { feeRate: '0.01', fees: { currency: 'base' } } },
  )
  expect(records[1]).toMatchObject({
    state: { positions: [{ symbol: 'BTCTRY', quantity: '0.99' }] },
    intent: { quantity: '0.99' },
    verdict: 'approved',
  })
})

test('an order that a fill brings to life is judged by the last close', () => {
  const { records } = play([SIZE], {
    0: (ctx) => ctx.buy({ quantity: 1, onFill: [{ side: 'sell', quantity: 1, limit: 110 }] }),
  })
  expect(records.map(({ intent, verdict }) => [(intent as { at: number }).at, verdict])).toEqual([
    [START + HOUR, 'approved'],
    [START + HOUR, 'approved'],
  ])
})

describe('misuse', () => {
  test('a symbol without a market ends the run', () => {
    const guard = orderGuard({ policies: compilePolicies({ version: 1, policies: [SIZE] }), markets: {} })
    expect(() => play([SIZE], {}, { guard })).toThrow(/markets must have BTCTRY/)
  })

  test('two quote currencies end it too', () => {
    const guard = orderGuard({
      policies: compilePolicies({ version: 1, policies: [SIZE] }),
      markets: { ...MARKETS, BTCUSDT: { base: 'BTC', quote: 'USDT' } },
    })
    expect(() => guard.begin(['BTCTRY', 'BTCUSDT'])).toThrow('markets must have one quote, had TRY, USDT')
  })

  test('days that begin at different moments are not distinguished', () => {
    const day = (name: string, utcOffsetMinutes: number) =>
      ({ name, kind: 'dailyLoss', maxLoss: '1', utcOffsetMinutes }) as const
    const policies = compilePolicies({ version: 1, policies: [day('a', 0), day('b', 180)] })
    expect(() => orderGuard({ policies, markets: MARKETS })).toThrow(RangeError)
  })
})
