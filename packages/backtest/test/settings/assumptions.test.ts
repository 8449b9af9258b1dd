import { describe, expect, test } from 'vitest'
import { btcturkFees } from '../../src/market/btcturk-fees.ts'
import { assumptionsOf } from '../../src/settings/assumptions.ts'
import { assumptionsSchema } from '../../src/settings/assumptions-schema.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import type { BacktestOptions } from '../../src/settings/settings.ts'
import { candles, strategy } from './refusal.ts'

function assumptions(options: Partial<BacktestOptions>) {
  return assumptionsOf(readSettings({ strategy, candles, ...options }), candles.time)
}

test('what nobody chose stands there with its default', () => {
  expect(assumptions({})).toEqual({
    preset: 'conservative',
    account: 'spot',
    positions: 'netting',
    lots: 'fifo',
    initialCash: '100000',
    leverage: '1',
    maintenanceMarginRate: '0',
    borrowRate: '0',
    makerFeeRate: '0.001',
    takerFeeRate: '0.001',
    fees: {
      tiers: [{ fromVolume: '0', makerFeeRate: '0.001', takerFeeRate: '0.001' }],
      fixed: '0',
      minimum: '0',
      currency: 'quote',
    },
    feeRounding: 'none',
    lot: '0.00000001',
    quantityRounding: 'floor',
    slippageBps: '0',
    slippage: { model: 'none' },
    slippageOn: 'takers',
    fillAt: 'nextOpen',
    limitFill: 'cross',
    touchProbability: null,
    stopGap: 'open',
    limitGap: 'open',
    stopLimitGap: 'open',
    path: 'worst',
    detail: [],
    participation: null,
    latency: { candles: 0, milliseconds: 0 },
    bracketFrom: 'fill',
    stopLimitFrom: 'nextCandle',
    trailingPath: 'path',
    fillsPerCandle: 'any',
    startFrom: 'firstCandle',
    openTradesAtEnd: 'keep',
    rules: {
      BTCTRY: [{ from: null, tick: null, lot: '0.00000001', minimumValue: null, maximumQuantity: null }],
    },
    bounds: false,
    convention: 'tezgah',
    riskFreeRate: 0,
    benchmark: null,
    daysPerYear: 365.25,
    periodsPerYear: 365.25,
  })
})

/** One sound value for every option that JSON can say, none of them the default. */
const EVERYTHING: Partial<BacktestOptions> = {
  preset: 'freqtrade',
  account: {
    initialCash: 5e3,
    fees: { ...btcturkFees(), fixed: '0.10', minimum: 1, currency: 'base' },
    model: 'margin',
    positions: 'hedging',
    lots: 'lifo',
    leverage: '2.5',
    maintenanceMarginRate: 0.1,
    borrowRate: '0.2',
  },
  execution: {
    fillAt: 'nextClose',
    limitFill: 'touchWithProbability',
    touchProbability: 0.25,
    stopGap: 'stop',
    limitGap: 'limit',
    stopLimitGap: 'stop',
    path: 'byColour',
    slippage: { model: 'volumeShare', coefficient: 0.3, maximum: '0.50' },
    slippageOn: 'everyFill',
    participation: '0.1',
    latency: { milliseconds: 250 },
    bracketFrom: 'nextCandle',
    stopLimitFrom: 'fill',
    trailingPath: 'path',
    fillsPerCandle: 'one',
    startFrom: 'afterWarmUp',
    openTradesAtEnd: 'close',
    lot: 0.001,
  },
  rules: {
    BTCTRY: [{ tick: 10 }, { from: '2024-03-01', tick: '1.0', lot: '1e-8', minimumValue: '99.91', maximumQuantity: 5 }],
    '*': { lot: 7 },
  },
  statistics: { periodsPerYear: 252, convention: 'empyrical', riskFreeRate: 0.05 },
  bounds: true,
}

test('what was chosen stands there in its shortest spelling', () => {
  expect(assumptions(EVERYTHING)).toMatchObject({
    preset: 'freqtrade',
    account: 'margin',
    positions: 'hedging',
    lots: 'lifo',
    initialCash: '5000',
    leverage: '2.5',
    maintenanceMarginRate: '0.1',
    borrowRate: '0.2',
    makerFeeRate: '0.0012',
    takerFeeRate: '0.0024',
    fees: { fixed: '0.1', minimum: '1', currency: 'base' },
    lot: '0.001',
    slippageBps: null,
    slippage: { model: 'volumeShare', coefficient: '0.3', maximum: '0.5' },
    touchProbability: 0.25,
    path: 'byColour',
    participation: '0.1',
    latency: { candles: 0, milliseconds: 250 },
    rules: {
      BTCTRY: [
        { from: null, tick: '10', lot: '0.001', minimumValue: null, maximumQuantity: null },
        { from: 1_709_251_200_000, tick: '1', lot: '0.00000001', minimumValue: '99.91', maximumQuantity: '5' },
      ],
    },
    bounds: true,
    convention: 'empyrical',
    riskFreeRate: 0.05,
    periodsPerYear: 252,
  })
  expect(assumptions(EVERYTHING).fees.tiers).toHaveLength(8)
})

describe('slippage in the manifest', () => {
  const tick = { BTCTRY: { tick: 1 } }
  test.each<[BacktestOptions['execution'], unknown, string | null]>([
    [{ slippageBps: '5.0' }, { model: 'basisPoints', bps: '5' }, '5'],
    [{ slippage: { model: 'basisPoints', bps: 5 } }, { model: 'basisPoints', bps: '5' }, '5'],
    [{ slippage: { model: 'none' } }, { model: 'none' }, '0'],
    [{ slippage: { model: 'fixed', amount: '1e-2' } }, { model: 'fixed', amount: '0.01' }, null],
    [{ slippage: { model: 'ticks', ticks: 2 } }, { model: 'ticks', ticks: 2 }, null],
    [{ slippage: { model: 'halfSpread', spread: 0.5 } }, { model: 'halfSpread', spread: '0.5' }, null],
    [{ slippage: { model: 'halfSpread', spreadBps: 9 } }, { model: 'halfSpread', spreadBps: '9' }, null],
    [{ slippage: { model: 'volumeShare' } }, { model: 'volumeShare', coefficient: '0.1', maximum: '0.1' }, null],
  ])('%j', (execution, slippage, slippageBps) => {
    expect(assumptions({ execution, rules: tick })).toMatchObject({ slippage, slippageBps })
  })

  test('none of a size costs nothing', () => {
    for (const slippage of [
      { model: 'fixed', amount: 0 },
      { model: 'basisPoints', bps: '0.0' },
      { model: 'ticks', ticks: 0 },
      { model: 'halfSpread', spread: 0 },
    ] as const) {
      expect(readSettings({ strategy, candles, execution: { slippage }, rules: tick }).slippage).toBeNull()
    }
  })
})

test('rules hold from their date on, and there were none before it', () => {
  const { rules } = assumptions({ rules: { BTCTRY: [{ from: 1, tick: 1 }] } })
  expect(rules['BTCTRY']!.map(({ from, tick }) => [from, tick])).toEqual([
    [null, null],
    [1, '1'],
  ])
})

test.each<[string, number]>([
  ['2024-03-01', 1_709_251_200_000],
  ['2024-03-01T10:30', 1_709_289_000_000],
  ['2024-03-01T10:30Z', 1_709_289_000_000],
  ['2024-03-01T10:30:05Z', 1_709_289_005_000],
])('%s is a time in UTC', (from, time) => {
  expect(assumptions({ rules: { BTCTRY: [{ from }] } }).rules['BTCTRY']![1]!.from).toBe(time)
})

test.each([
  '2024-02-30',
  '2024-13-01',
  '2024-01-01T24:00',
  '2024-1-1',
  '01.03.2024',
  '2024-03-01T10:30+03:00',
  '',
  '1',
])('%s is no time', (from) => {
  expect(() => assumptions({ rules: { BTCTRY: [{ from }] } })).toThrow(/^rules\.BTCTRY\[0\]\.from must be /)
})

test('are JSON that their schema accepts', () => {
  const slip = { execution: { slippage: () => 1 } }
  for (const options of [{}, EVERYTHING, slip]) {
    const found = assumptions(options)
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
    expect(assumptionsSchema.parse(found)).toEqual(found)
  }
})
