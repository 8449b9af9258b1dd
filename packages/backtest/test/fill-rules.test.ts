import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { backtest, type FillQuestion, fillRules, type RunSettings, type StrategyContext } from '../src/index.ts'
import { defineStrategy } from '../src/strategy/strategy.ts'
import { fromCandles } from '../src/testing/index.ts'

const market = { side: 'buy', quantity: '2', isResting: false, price: 100, arrival: 'jump' } as const
const tick = { '*': { tick: '0.5' } }

describe('where one order trades at one price', () => {
  it.each<[string, RunSettings, FillQuestion, string | null]>([
    ['a market order at the price', {}, market, '100 taker'],
    ['a market order whichever way the price came', {}, { ...market, arrival: 'walk' }, '100 taker'],
    ['a taker slips, rounded to the tick', { execution: { slippageBps: 1 }, rules: tick }, market, '100.5 taker'],
    ['a limit better than the price does not', {}, { ...market, limit: 99 }, null],
    ['a fresh limit takes at the better price', {}, { ...market, limit: 101 }, '100 taker'],
    [
      'a fresh limit slips no further than itself',
      { execution: { slippageBps: 200 } },
      { ...market, limit: 101 },
      '101 taker',
    ],
    ['a touched limit does not', {}, { ...market, limit: 100, isResting: true, arrival: 'walk' }, null],
    [
      'a touched limit does under touch',
      { execution: { limitFill: 'touch' } },
      { ...market, limit: 100, isResting: true, arrival: 'walk' },
      '100 maker',
    ],
    [
      'a crossed limit makes at the limit',
      {},
      { ...market, limit: 101, isResting: true, arrival: 'walk' },
      '101 maker',
    ],
    ['a limit that was jumped makes at the price', {}, { ...market, limit: 101, isResting: true }, '100 maker'],
    ['a stop that was walked over takes at the stop', {}, { ...market, stop: 99, arrival: 'walk' }, '99 taker'],
    ['a stop that was jumped takes at the price', {}, { ...market, stop: 99 }, '100 taker'],
    ['a stop that is not reached does not', {}, { ...market, stop: 101, arrival: 'walk' }, null],
  ])('%s', (_, settings, question, expected) => {
    const answer = fillRules('BTCTRY', settings).fill(question)
    expect(answer === null ? null : `${answer.price} ${answer.liquidity}`).toBe(expected)
  })

  it('is where a run fills it', () => {
    const price = fc.integer({ min: 90, max: 110 })
    const execution = fc.record({
      limitFill: fc.constantFrom('touch', 'cross'),
      slippageBps: fc.constantFrom(0, 30),
      slippageOn: fc.constantFrom('takers', 'everyFill', 'marketOrders'),
    })
    const terms = fc.record({
      side: fc.constantFrom('buy', 'sell'),
      kind: fc.constantFrom('limit', 'stop', 'market'),
      at: price,
    })
    fc.assert(
      fc.property(execution, terms, price, price, (given, { side, kind, at }, open, close) => {
        const settings = { execution: { path: 'nearestExtremeFirst', ...given }, rules: tick } as const
        const order = { quantity: 1, ...(kind === 'market' ? {} : { [kind]: at }) }
        const strategy = once((ctx) => (side === 'buy' ? ctx.buy(order) : ctx.sell(order)))
        const [high, low] = [Math.max(open, close), Math.min(open, close)]
        const candles = fromCandles([
          [100, 100, 100, 100],
          [100, 100, 100, 100],
          [open, high, low, close],
        ])
        const fill = backtest({ strategy, candles, ...settings }).fills[1]
        const rules = fillRules('BTCTRY', settings)
        const question = { side, ...order, isResting: false } as const
        // What has not traded at the open rests there, and the price walks to the close.
        const atOpen = rules.fill({ ...question, price: open, arrival: 'jump' })
        const expected = atOpen ?? rules.fill({ ...question, isResting: true, price: close, arrival: 'walk' })
        expect(fill === undefined ? null : { price: fill.price, liquidity: fill.liquidity }).toEqual(expected)
      }),
      { seed: 5, numRuns: 500 },
    )
  })
})

it('knows when a stop is reached, the fee of a level and what money buys', () => {
  const tiers = [
    { fromVolume: 0, makerFeeRate: '0.001', takerFeeRate: '0.002' },
    { fromVolume: 1000, makerFeeRate: '0', takerFeeRate: '0.0005' },
  ]
  const rules = fillRules('BTCTRY', { account: { fees: { tiers } }, rules: { '*': { lot: '0.01' } } })
  expect(rules.reachesStop('buy', 100, '100')).toBe(true)
  expect(rules.reachesStop('sell', 100, '100.01')).toBe(false)
  expect([1, 2, 8].map((level) => rules.feeRate('taker', level))).toEqual(['0.002', '0.0005', '0.0005'])
  expect(rules.affordable(1000, 100, 'taker')).toBe('9.98')
})

it.each<[string, RunSettings]>([
  ['execution.fillAt', { execution: { fillAt: 'close' } }],
  ['execution.limitFill', { execution: { limitFill: 'touchWithProbability', touchProbability: 0.5 } }],
  ['execution.stopGap', { execution: { stopGap: 'stop' } }],
  ['execution.limitGap', { execution: { limitGap: 'limit' } }],
  ['execution.slippageOn', { execution: { slippageOn: 'entries' } }],
  ['execution.fillsPerCandle', { execution: { fillsPerCandle: 'one' } }],
  ['execution.participation', { execution: { participation: 0.1 } }],
  ['execution.latency', { execution: { latency: { candles: 1 } } }],
  ['execution.slippage.model', { execution: { slippage: { model: 'volumeShare' } } }],
  ['execution.slippage.model', { execution: { slippage: { model: 'ticks', ticks: 1 } } }],
  ['rules.BTCTRY', { rules: { BTCTRY: [{ tick: 1 }, { from: '2026-01-01', tick: 2 }] } }],
  ['account.fees.currency', { account: { fees: { currency: 'base' } } }],
  ['account.fees.fixed', { account: { fees: { fixed: 1 } } }],
  ['account.feeRate', { account: { feeRate: 2 } }],
])('refuses %s that needs more than an order and a price', (field, settings) => {
  expect(() => fillRules('BTCTRY', settings)).toThrow(expect.objectContaining({ code: 'invalid_options', field }))
})

it('refuses what is no order or no price', () => {
  const rules = fillRules('BTCTRY')
  expect(() => rules.fill({ ...market, price: 0 })).toThrow('price must be a decimal above 0, received 0')
  expect(() => rules.fill({ ...market, quantity: 'x' })).toThrow('received quantity x')
  expect(() => rules.fill({ ...market, limit: 1, stop: 1 })).toThrow(
    'stop must be left out where limit is given, received 1',
  )
  expect(() => rules.feeRate('maker', 0)).toThrow('level must be a whole number from 1, received 0')
  expect(() => rules.affordable(-1, 1, 'maker')).toThrow('budget must be a decimal from 0, received -1')
})

/** Buys something to sell at the first close, and orders at the second. */
function once(order: (ctx: StrategyContext) => unknown) {
  return defineStrategy({
    name: 'once',
    params: z.object({}),
    setup: () => ({
      onCandle: (ctx) => void (ctx.index === 0 ? ctx.buy({ quantity: 1 }) : ctx.index === 1 && order(ctx)),
    }),
  })
}
