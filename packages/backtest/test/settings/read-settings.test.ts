import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createSeries } from '../../src/candles/series.ts'
import { BacktestError } from '../../src/errors.ts'
import { readSettings } from '../../src/settings/read-settings.ts'
import type { BacktestOptions } from '../../src/settings/settings.ts'
import { candles, refusal, refused, strategy } from './refusal.ts'

const FRACTION = 'a decimal from 0 up to, not including, 1'
const BPS = 'a decimal from 0 up to, not including, 10000'
const POSITIVE = 'a decimal above 0'

describe('a wrong option is named, with what is allowed and what was received:', () => {
  test.each<[string, string, unknown, string, string]>([
    ['account', 'initialCash', 0, POSITIVE, '0'],
    ['account', 'initialCash', '-1', POSITIVE, '"-1"'],
    ['account', 'initialCash', 'much', POSITIVE, '"much"'],
    ['account', 'initialCash', '', POSITIVE, '""'],
    ['account', 'initialCash', Number.NaN, POSITIVE, 'NaN'],
    ['account', 'initialCash', Number.POSITIVE_INFINITY, POSITIVE, 'Infinity'],
    ['account', 'initialCash', null, POSITIVE, 'null'],
    ['account', 'feeRate', 1, FRACTION, '1'],
    ['account', 'feeRate', -0.001, FRACTION, '-0.001'],
    ['account', 'feeRate', '0.1%', FRACTION, '"0.1%"'],
    ['account', 'feeRate', null, FRACTION, 'null'],
    ['account', 'makerFeeRate', '1', FRACTION, '"1"'],
    ['account', 'takerFeeRate', 2, FRACTION, '2'],
    ['account', 'model', 'futures', '"spot" or "margin"', '"futures"'],
    ['account', 'positions', 'both', '"netting" or "hedging"', '"both"'],
    ['account', 'lots', 'hifo', '"fifo", "lifo" or "average"', '"hifo"'],
    ['account', 'leverage', '0.5', 'a decimal from 1 to 1000', '"0.5"'],
    ['account', 'leverage', 1001, 'a decimal from 1 to 1000', '1001'],
    ['account', 'maintenanceMarginRate', 1, FRACTION, '1'],
    ['account', 'borrowRate', 11, 'a decimal from 0 to 10', '11'],
    ['execution', 'slippageBps', -1, BPS, '-1'],
    ['execution', 'slippageBps', 10_000, BPS, '10000'],
    ['execution', 'slippageBps', null, BPS, 'null'],
    ['execution', 'lot', 0, POSITIVE, '0'],
    ['execution', 'lot', '-0.1', POSITIVE, '"-0.1"'],
    ['execution', 'lot', null, POSITIVE, 'null'],
    ['execution', 'limitFill', 'maybe', '"cross", "touch", "touchExceptTargets" or "touchWithProbability"', '"maybe"'],
    ['execution', 'limitFill', null, '"cross", "touch", "touchExceptTargets" or "touchWithProbability"', 'null'],
    ['execution', 'fillAt', 'open', '"nextOpen", "close" or "nextClose"', '"open"'],
    ['execution', 'touchProbability', 1.5, 'a number from 0 to 1', '1.5'],
    ['execution', 'participation', 0, 'a decimal above 0 up to 1', '0'],
    ['execution', 'participation', '1.01', 'a decimal above 0 up to 1', '"1.01"'],
    ['statistics', 'periodsPerYear', 0, 'a number above 0', '0'],
    ['statistics', 'periodsPerYear', -252, 'a number above 0', '-252'],
    ['statistics', 'periodsPerYear', Number.NaN, 'a number above 0', 'NaN'],
    ['statistics', 'periodsPerYear', Number.POSITIVE_INFINITY, 'a number above 0', 'Infinity'],
    ['statistics', 'periodsPerYear', '252', 'a number above 0', '"252"'],
    ['statistics', 'riskFreeRate', -1, 'a number above -1', '-1'],
    ['statistics', 'riskFreeRate', '0.02', 'a number above -1', '"0.02"'],
  ])('%s.%s = %j', (group, name, value, allowed, shown) => {
    const error = refusal({ [group]: { [name]: value } })
    expect(error.code).toBe('invalid_options')
    expect(error.field).toBe(`${group}.${name}`)
    expect(error.message).toBe(`${group}.${name} must be ${allowed}, received ${shown}`)
  })

  test.each<[unknown, string]>([
    [-1, '-1'],
    [1.5, '1.5'],
    [2 ** 53, '9007199254740992'],
    [Number.NaN, 'NaN'],
    ['7', '"7"'],
    [7n, '7'],
    [null, 'null'],
  ])('seed = %s', (seed, shown) => {
    const error = refusal({ seed })
    expect(error).toMatchObject({ code: 'invalid_options', field: 'seed' })
    expect(error.message).toBe(`seed must be a whole number from 0, received ${shown}`)
  })

  test.each<[Record<string, unknown>, string, string]>([
    [{ bounds: 1 }, 'bounds', 'bounds must be true or false, received 1'],
    [
      { preset: 'zipline' },
      'preset',
      'preset must be "conservative", "backtesting.py", "backtrader", "freqtrade" or "vectorbt", received "zipline"',
    ],
    [
      { account: { fees: { fixed: -1 } } },
      'account.fees.fixed',
      'account.fees.fixed must be a decimal from 0, received -1',
    ],
    [{ account: { fees: [] } }, 'account.fees', 'account.fees must be an object, received []'],
    [
      { account: { fees: { tiers: [{ fromVolume: 0, makerFeeRate: 0, takerFeeRate: 1 }] } } },
      'account.fees.tiers[0].takerFeeRate',
      `account.fees.tiers[0].takerFeeRate must be ${FRACTION}, received 1`,
    ],
    [
      { account: { fees: { tiers: [{ fromVolume: 0, makerFeeRate: 0 }] } } },
      'account.fees.tiers[0].takerFeeRate',
      `account.fees.tiers[0].takerFeeRate must be ${FRACTION}, received nothing`,
    ],
    [
      { account: { fees: { tiers: [] } } },
      'account.fees.tiers',
      'account.fees.tiers must be a list of 1 to 100 tiers, fromVolume starting at 0 and rising, received []',
    ],
    [
      { execution: { latency: {} } },
      'execution.latency',
      'execution.latency must be an object with exactly one of candles and milliseconds, received {}',
    ],
    [
      { execution: { latency: { candles: 1, milliseconds: 1 } } },
      'execution.latency',
      'execution.latency must be an object with exactly one of candles and milliseconds, received {"candles":1,"milliseconds":1}',
    ],
    [
      { execution: { latency: { candles: -1 } } },
      'execution.latency.candles',
      'execution.latency.candles must be a whole number from 0 to 1000000, received -1',
    ],
    [
      { execution: { slippage: { model: 'fixed', amount: -1 } } },
      'execution.slippage.amount',
      'execution.slippage.amount must be a decimal from 0, received -1',
    ],
    [
      { execution: { slippage: { model: 'ticks', ticks: 1.5 } } },
      'execution.slippage.ticks',
      'execution.slippage.ticks must be a whole number from 0 to 1000000, received 1.5',
    ],
    [
      { execution: { slippage: { model: 'halfSpread' } } },
      'execution.slippage',
      'execution.slippage must be an object with exactly one of spread and spreadBps, received {"model":"halfSpread"}',
    ],
    [{ rules: { BTCTRY: { tick: 0 } } }, 'rules.BTCTRY.tick', `rules.BTCTRY.tick must be ${POSITIVE}, received 0`],
    [
      { rules: { BTCTRY: [{}, { from: '2024-01-01', lot: '-1' }] } },
      'rules.BTCTRY[1].lot',
      `rules.BTCTRY[1].lot must be ${POSITIVE}, received "-1"`,
    ],
    [
      { rules: { BTCTRY: [{ from: 'soon' }] } },
      'rules.BTCTRY[0].from',
      'rules.BTCTRY[0].from must be epoch milliseconds or an ISO 8601 time such as "2024-03-01", received "soon"',
    ],
  ])('%j', (changes, field, message) => {
    expect(refusal(changes)).toMatchObject({ code: 'invalid_options', field, message })
  })

  test.each<[unknown]>([[5], ['bps'], [[]], [{}], [{ model: 'magic' }], [null]])(
    'execution.slippage = %j',
    (slippage) => {
      const error = refusal({ execution: { slippage } })
      expect(error).toMatchObject({ code: 'invalid_options' })
      expect(error.message).toMatch(/^execution\.slippage(\.model)? must be .*"none", "fixed", .*, received /)
    },
  )

  test.each<[unknown]>([
    [[]],
    [[{ from: '2024-01-01' }, {}]],
    [[{ from: '2024-01-01' }, { from: '2024-01-01' }]],
    [[{ from: '2024-01-02' }, { from: '2024-01-01' }]],
    [[{}, {}]],
  ])('rules out of order: %j', (rules) => {
    const error = refusal({ rules: { BTCTRY: rules } })
    expect(error.message).toMatch(
      /^rules\.BTCTRY must be a list of 1 to 10000 rules, from rising and left out of the first alone, received /,
    )
  })

  test.each<[unknown]>([[5], ['0.01'], [null]])('rules of a symbol = %j', (rules) => {
    expect(refusal({ rules: { BTCTRY: rules } }).message).toMatch(
      /^rules\.BTCTRY must be the rules of a symbol, or a list of them .*, received /,
    )
  })

  test.each<[unknown]>([
    [[{ fromVolume: 1, makerFeeRate: 0, takerFeeRate: 0 }]],
    [
      [
        { fromVolume: 0, makerFeeRate: 0, takerFeeRate: 0 },
        { fromVolume: '0.0', makerFeeRate: 0, takerFeeRate: 0 },
      ],
    ],
  ])('tiers that do not start at 0 and rise: %j', (tiers) => {
    expect(refusal({ account: { fees: { tiers } } }).field).toBe('account.fees.tiers')
  })

  test.each<[string, unknown]>([
    ['account', 5],
    ['account', null],
    ['account', 'rich'],
    ['account', []],
    ['execution', true],
    ['execution', [1]],
    ['execution', null],
    ['statistics', 252],
    ['statistics', null],
    ['rules', []],
    ['rules', 0.01],
  ])('%s = %j', (group, value) => {
    const error = refusal({ [group]: value })
    expect(error).toMatchObject({ code: 'invalid_options', field: group })
    expect(error.message).toMatch(new RegExp(`^${group} must be an object.*, received `))
  })

  test.each<[unknown]>([[undefined], [null], [5], ['options'], [[]]])('options = %j', (options) => {
    expect(refused(options)).toMatchObject({ code: 'invalid_options' })
    expect(refused(options).message).toMatch(/^options must be an object, received /)
  })

  test.each<[string, unknown]>([
    ['strategy', undefined],
    ['strategy', null],
    ['strategy', 'sma-cross'],
    ['strategy', {}],
    ['strategy', () => {}],
    ['candles', undefined],
    ['candles', null],
    ['candles', 'candles.csv'],
    ['candles', [[1, 2, 3, 4]]],
    ['candles', []],
    ['candles', [candles, null]],
    ['candles', {}],
  ])('%s = %j', (field, value) => {
    const error = refusal({ [field]: value })
    expect(error).toMatchObject({ code: 'invalid_options', field })
    expect(error.message).toMatch(new RegExp(`^${field} must be .*, received `))
  })
})

describe('unknown options are refused:', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['at the top', { cash: 5 }, 'cash'],
    ['in account', { account: { cash: 5 } }, 'account.cash'],
    ['in fees', { account: { fees: { rate: 5 } } }, 'account.fees.rate'],
    ['in execution', { execution: { spread: 5 } }, 'execution.spread'],
    ['in a slippage model', { execution: { slippage: { model: 'none', bps: 5 } } }, 'execution.slippage.bps'],
    ['in rules', { rules: { BTCTRY: { step: 5 } } }, 'rules.BTCTRY.step'],
    ['in dated rules', { rules: { BTCTRY: [{ step: 5 }] } }, 'rules.BTCTRY[0].step'],
    ['a date in rules without a list', { rules: { BTCTRY: { from: 0 } } }, 'rules.BTCTRY.from'],
    ['in statistics', { statistics: { riskFree: 0 } }, 'statistics.riskFree'],
    ['a __proto__ key of JSON', JSON.parse('{"__proto__": {"seed": 5}}'), '__proto__'],
    ['a __proto__ key in account', { account: JSON.parse('{"__proto__": {"feeRate": 0}}') }, 'account.__proto__'],
    ['a __proto__ key in execution', { execution: JSON.parse('{"__proto__": {"lot": 1}}') }, 'execution.__proto__'],
  ])('%s', (_where, changes, field) => {
    // Object.assign would run the __proto__ setter instead of adding the key.
    const options = Object.defineProperties({ strategy, candles }, Object.getOwnPropertyDescriptors(changes))
    const error = refused(options)
    expect(error).toMatchObject({ code: 'invalid_options', field })
    expect(error.message).toMatch(/no such option, expected one of /)
  })

  test('the keys that only a program can give are named with the others', () => {
    expect(refusal({ cash: 5 }).message).toMatch(/one of preset, account, .*, strategy, candles, params, guard$/)
    expect(refusal({ execution: { x: 5 } }).message).toMatch(/, lot, detail$/)
    expect(refusal({ statistics: { x: 5 } }).message).toMatch(/, riskFreeRate, benchmark$/)
  })
})

describe('hostile values are refused like any other:', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const shouting = {
    valueOf: () => 5,
    toString: () => {
      throw new Error('no')
    },
    toJSON: () => {
      throw new Error('no')
    },
  }

  test.each<[string, unknown]>([
    ['an object worth five', { valueOf: () => 5, toString: () => '5' }],
    ['an object that refuses to be spelled', shouting],
    ['an object without a prototype', Object.create(null)],
    ['a circular object', circular],
    ['a BigInt', 5n],
    ['an array', ['5']],
    ['a symbol', Symbol('five')],
    ['a function', () => 5],
    ['a boxed text', new String('5')],
    ['a text of a million digits', '1'.repeat(1_000_000)],
    ['an exponent of a million', '1e1000000'],
  ])('%s', (_what, value) => {
    for (const [group, name] of [
      ['account', 'initialCash'],
      ['account', 'takerFeeRate'],
      ['execution', 'lot'],
      ['execution', 'limitFill'],
      ['execution', 'latency'],
      ['statistics', 'periodsPerYear'],
    ] as const) {
      const error = refusal({ [group]: { [name]: value } })
      expect(error.code).toBe('invalid_options')
      expect(error.field?.startsWith(`${group}.${name}`)).toBe(true)
      expect(error.message.length).toBeLessThan(300)
    }
  })
})

describe('choices that need or rule out another:', () => {
  const fees = { tiers: [{ fromVolume: 0, makerFeeRate: 0, takerFeeRate: 0 }] }
  const detail = series({ interval: '1h' })

  test.each<[Record<string, unknown>, string]>([
    [{ account: { leverage: 2 } }, 'account.leverage must be 1 unless account.model is "margin", received 2'],
    [
      { account: { positions: 'hedging' } },
      'account.positions must be "netting" unless account.model is "margin", received "hedging"',
    ],
    [
      { account: { borrowRate: '0.1' } },
      'account.borrowRate must be 0 unless account.model is "margin", received "0.1"',
    ],
    [
      { account: { maintenanceMarginRate: '0.1' } },
      'account.maintenanceMarginRate must be 0 unless account.model is "margin", received "0.1"',
    ],
    [
      { account: { model: 'margin', leverage: 4, maintenanceMarginRate: '0.25' } },
      'account.maintenanceMarginRate must be below 1 / account.leverage (4), received "0.25"',
    ],
    [
      { account: { fees, feeRate: '0.1' } },
      'account.feeRate must be left out where account.fees.tiers is given, received "0.1"',
    ],
    [
      { account: { fees, takerFeeRate: 0 } },
      'account.takerFeeRate must be left out where account.fees.tiers is given, received 0',
    ],
    [
      { execution: { limitFill: 'touchWithProbability' } },
      'execution.touchProbability must be a number from 0 to 1 where execution.limitFill is "touchWithProbability", received nothing',
    ],
    [
      { execution: { touchProbability: 0.5 } },
      'execution.touchProbability must be left out unless execution.limitFill is "touchWithProbability", received 0.5',
    ],
    [
      { execution: { path: 'detail' } },
      'execution.detail must be a finer series where execution.path is "detail", received nothing',
    ],
    [
      { execution: { detail } },
      'execution.detail must be left out unless execution.path is "detail", received "BTCTRY"',
    ],
    [
      { execution: { path: 'detail', detail: series({ symbol: 'ETHTRY', interval: '1h' }) } },
      'execution.detail must be of a symbol in candles, received "ETHTRY"',
    ],
    [
      { execution: { path: 'detail', detail: series({ interval: '1d' }) } },
      'execution.detail must be of a shorter interval that divides 1d, received "1d"',
    ],
    [
      { execution: { path: 'detail', detail: [detail, detail] } },
      'execution.detail[1].symbol must be the only one of its name, received "BTCTRY"',
    ],
    [
      { execution: { slippageBps: 5, slippage: { model: 'fixed', amount: 1 } } },
      'execution.slippageBps must be left out where execution.slippage is given, received 5',
    ],
    [
      { execution: { slippageBps: 5, slippage: () => 1 } },
      'execution.slippageBps must be left out where execution.slippage is given, received 5',
    ],
    [
      { execution: { slippage: { model: 'ticks', ticks: 1 } } },
      'execution.slippage.model must be other than "ticks" while rules give BTCTRY no tick, received "ticks"',
    ],
    [{ candles: [candles, candles] }, 'candles[1].symbol must be the only one of its name, received "BTCTRY"'],
  ])('%o', (changes, message) => {
    expect(refusal(changes)).toMatchObject({ code: 'invalid_options', message })
  })

  test('a tick is needed only while candles are there', () => {
    const execution = { slippage: { model: 'ticks', ticks: 1 } } as const
    // The candles span the first three days of 1970.
    const read = (from: string) =>
      readSettings({ strategy, candles, execution, rules: { BTCTRY: [{ from, tick: 1 }] } })
    expect(read('1970-01-01').slippage).not.toBeNull()
    expect(() => read('1970-01-02')).toThrow(BacktestError)
  })
})

function series({ symbol = 'BTCTRY', interval }: { symbol?: string; interval: string }) {
  const one = [1]
  return createSeries({ symbol, interval, time: [0], open: one, high: one, low: one, close: one, volume: one })
}

test('candles, finer series and the benchmark are neither copied nor frozen', () => {
  const detail = series({ interval: '1h' })
  const benchmark = series({ symbol: 'XU100', interval: '1d' })
  const settings = readSettings({
    strategy,
    candles,
    execution: { path: 'detail', detail },
    statistics: { benchmark },
  })
  expect(settings.candles).toHaveLength(1)
  expect(settings.candles[0]).toBe(candles)
  expect(settings.detail[0]).toBe(detail)
  expect(settings.statistics.benchmark).toBe(benchmark)
})

test('options are left as they were', () => {
  const options = { strategy, candles, account: { fees: { fixed: 1 } }, execution: { lot: 1 } }
  readSettings(options)
  expect(Object.isFrozen(options) || Object.isFrozen(options.account.fees)).toBe(false)
  expect(options.account.fees).toEqual({ fixed: 1 })
})

test('a function slips as the model', () => {
  function wide({ price }: { price: number }) {
    return price * 2
  }
  const { slippageAssumption } = readSettings({ strategy, candles, execution: { slippage: wide } })
  expect(slippageAssumption).toEqual({ model: 'function', name: 'wide' })
})

test('an option that is undefined is left out', () => {
  const options = {
    strategy,
    candles,
    params: undefined,
    preset: undefined,
    account: { feeRate: undefined, fees: undefined },
    execution: { lot: undefined, slippage: undefined, detail: undefined },
    rules: undefined,
    statistics: { periodsPerYear: undefined, benchmark: undefined },
    seed: undefined,
  } satisfies BacktestOptions
  const { rules: _a, ...given } = readSettings(options)
  const { rules: _b, ...bare } = readSettings({ strategy, candles })
  expect(given).toEqual(bare)
})

test('maker and taker rates override the common one, each for itself', () => {
  const rates = (account: BacktestOptions['account']) => {
    const { maker, taker } = readSettings({ strategy, candles, account }).fees.tiers[0]!
    return [maker.rate.toString(), taker.rate.toString()]
  }
  expect(rates({})).toEqual(['0.001', '0.001'])
  expect(rates({ feeRate: 0.002 })).toEqual(['0.002', '0.002'])
  expect(rates({ feeRate: 0.002, makerFeeRate: '0' })).toEqual(['0', '0.002'])
  expect(rates({ takerFeeRate: '5e-4' })).toEqual(['0.001', '0.0005'])
})

// Half of 1 / leverage, rounded up at the eighth decimal.
test.each([
  [1, '0.5'],
  [2, '0.25'],
  [3, '0.16666667'],
  [1000, '0.0005'],
])('at a leverage of %d positions are liquidated below %s of the exposure', (leverage, rate) => {
  const { account } = readSettings({ strategy, candles, account: { model: 'margin', leverage } })
  expect(account.maintenanceMarginRate.toString()).toBe(rate)
})

test('a strategy of another parameter type is a strategy', () => {
  expect(() => readSettings({ strategy: { ...strategy, params: z.object({}) }, candles })).not.toThrow()
})
