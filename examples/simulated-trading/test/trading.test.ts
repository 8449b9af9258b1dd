import { backtest, btcturkFees, defineStrategy, type RunSettings, type StrategyContext } from '@tezgah/backtest'
import { fromCandles } from '@tezgah/backtest/testing'
import type { Simulator } from '@tezgah/simulator'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { firstDifference, fromBacktest, fromExchange } from '../src/compare.ts'
import { engineFillModel } from '../src/engine-fill-model.ts'
import { simulate } from '../src/simulate.ts'
import { pair } from './pair.ts'

const settings: RunSettings = {
  account: { initialCash: '10000', fees: btcturkFees() },
  execution: { path: 'nearestExtremeFirst', limitFill: 'touch' },
  rules: { BTCTRY: { tick: '1', lot: '0.0001', minimumValue: '99.91' } },
}
const candles = fromCandles(
  [
    [3_700_000, 3_710_000, 3_690_000, 3_700_000],
    [3_701_000, 3_720_000, 3_680_000, 3_715_000],
    [3_716_000, 3_730_000, 3_700_000, 3_720_000],
    [3_690_000, 3_700_000, 3_650_000, 3_660_000],
  ],
  { symbol: 'BTCTRY', interval: '1h', start: Date.UTC(2026, 0, 1) },
)

/** A strategy that does something once, when the first candle has closed, and then `later`. */
const at = (first: (ctx: StrategyContext) => void, later: (ctx: StrategyContext) => void = () => undefined) =>
  defineStrategy({
    name: 'scripted',
    params: z.object({}),
    setup: () => ({ onCandle: (ctx) => (ctx.index === 0 ? first(ctx) : later(ctx)) }),
  })

const run = (
  strategy: ReturnType<typeof at>,
  given: RunSettings = settings,
  prepare?: (simulator: Simulator) => void,
) => simulate({ strategy, candles, settings: given, pair, ...(prepare === undefined ? {} : { prepare }) })

describe('one order', () => {
  it('of the market trades at the next open, slippage and all', async () => {
    const strategy = at((ctx) => ctx.buy({ percentOfEquity: 100 }))
    const slipping = { ...settings, execution: { ...settings.execution, slippageBps: 10 } }
    const { fills } = await run(strategy, slipping)
    // 3701000 + 0.1 % = 3704701; 10000 / (3704701 × 1.0024) = 0.00269…; 0.0026 × 3704701 × 0.0024
    expect(fills).toEqual([
      { orderId: 1, time: candles.time[1], side: 'buy', price: '3704701', quantity: '0.0026', fee: '23.11733424' },
    ])
    expect(backtest({ strategy, candles, ...slipping }).fills[0]).toMatchObject({
      ...{ price: '3704701', quantity: '0.0026', fee: '23.11733424', time: candles.time[1] },
    })
  })

  it.each([
    ['touch', 1],
    ['cross', 0],
  ] as const)('that rests at the very low fills under %s as often as in the backtest: %i', async (limitFill, count) => {
    const strategy = at((ctx) => ctx.buy({ quantity: '0.001', limit: 3_650_000 }))
    const given = { ...settings, execution: { ...settings.execution, limitFill } }
    const { fills } = await run(strategy, given)
    expect(fills).toHaveLength(count)
    const expected = fromBacktest(backtest({ strategy, candles, ...given }).fills)
    expect(firstDifference(expected, fromExchange(fills, candles))).toBeNull()
  })

  it('that a stop has sent off trades at the stop inside a candle, and at the open beyond it', async () => {
    const strategy = at(
      (ctx) => ctx.buy({ quantity: '0.002' }),
      (ctx) => {
        if (ctx.index === 1) ctx.sell({ quantity: '0.001', stop: 3_705_000 })
        if (ctx.index === 1) ctx.sell({ quantity: '0.001', stop: 3_695_000 })
      },
    )
    const { fills } = await run(strategy)
    expect(fills.map(({ price }) => price)).toEqual(['3701000', '3705000', '3690000'])
  })

  it('whose answer is lost is found, and sent once', async () => {
    const strategy = at(
      (ctx) => ctx.buy({ percentOfEquity: 100 }),
      (ctx) => ctx.close(),
    )
    const lost = await run(strategy, settings, ({ faults }) =>
      faults.nextRequest('resetAfter', { method: 'POST', path: '/api/v1/order', count: 2 }),
    )
    expect(lost).toEqual(await run(strategy))
    expect(lost.fills).toHaveLength(2)
  })

  it('that the exchange refuses ends as refused, and the strategy goes on', async () => {
    // By candle, since a strategy is run again at each close.
    const states: Record<number, unknown> = {}
    const strategy = at(
      (ctx) => ctx.buy({ quantity: '1' }),
      (ctx) => {
        if (ctx.index === 1) states[1] = ctx.orderState(1)
        if (ctx.index === 1) ctx.buy({ quantity: '0.00001' })
        if (ctx.index === 2) states[2] = ctx.orderState(2)
        if (ctx.index === 2) ctx.buy({ quantity: '0.001' })
      },
    )
    const { fills, refusals } = await run(strategy)
    expect(states).toEqual({ 1: { status: 'refused', reason: null }, 2: { status: 'refused', reason: null } })
    expect([...refusals.values()]).toEqual([
      expect.stringContaining('FAILED_ORDER_WITH_OPEN_ORDERS'),
      'quantity must be at least 0.0001, received 0.00001',
    ])
    expect(fills).toMatchObject([{ orderId: 3, quantity: '0.001' }])
  })
})

describe('what the trader does not do is said', () => {
  it.each<[string, (ctx: StrategyContext) => unknown, string]>([
    ['a trailing stop', (ctx) => ctx.sell({ quantity: 1, trail: { percent: 1 } }), 'received quantity, trail'],
    ['a bracket', (ctx) => ctx.buy({ quantity: 1, stopLoss: 3_600_000 }), 'received quantity, stopLoss'],
    ['a stop-limit', (ctx) => ctx.sell({ quantity: 1, stop: 2, limit: 1 }), 'received stop with limit'],
    ['one cancels other', (ctx) => ctx.oneCancelsOther([]), 'received several orders'],
    ['weights', (ctx) => ctx.target({ BTCTRY: 50 }), 'received weights'],
    ['a change', (ctx) => ctx.modify(1, { limit: 1 }), 'received a change of a working order'],
    [
      'a share of equity that is settled later',
      (ctx) => ctx.buy({ percentOfEquity: 50, limit: 3_600_000 }),
      'limit buy: this trader takes market, limit or stop orders with one size of quantity, quoteAmount, percentOfEquity, percentOfCash, percentOfPosition, received percentOfEquity, which is settled only when it fills',
    ],
  ])('%s', async (_, order, message) => {
    await expect(run(at((ctx) => void order(ctx)))).rejects.toThrow(message)
  })

  it('a path other than that of recorded candles', () => {
    expect(() => engineFillModel('BTCTRY', {})).toThrow(
      'execution.path must be nearestExtremeFirst, as the simulator plays candles, received undefined',
    )
  })

  it('a setting that needs more than an order and a price', () => {
    const execution = { path: 'nearestExtremeFirst', slippage: { model: 'volumeShare' } } as const
    expect(() => engineFillModel('BTCTRY', { execution })).toThrow('execution.slippage.model must be one that needs')
  })
})

it('says the first difference', () => {
  const fill = { orderId: 1, candle: 0, side: 'buy', quantity: '1', price: '2', fee: '0' } as const
  expect(firstDifference([fill], [fill])).toBeNull()
  expect(firstDifference([fill, fill], [fill])).toBe(
    'fill 2: backtest 1970-01-01T00:00 order 1 buy 1 at 2, fee 0; exchange none',
  )
})
