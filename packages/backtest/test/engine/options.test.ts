import { BacktestError, type BacktestOptions, backtest, type StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { candlesFrom } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'

const candles = candlesFrom({ closes: [100, 101, 102] })
const strategy = scripted({})

/** The error for sound options with `changes`, which may be of any type. */
function refusal(changes: Record<string, unknown>): BacktestError {
  return refused(Object.assign({ strategy, candles }, changes))
}

function refused(options: unknown): BacktestError {
  try {
    backtest(options as BacktestOptions)
  } catch (error) {
    if (error instanceof BacktestError) return error
    throw error
  }
  throw new Error('the options were accepted')
}

const FRACTION = 'a decimal from 0 up to, not including, 1'
const BPS = 'a decimal from 0 up to, not including, 10000'

describe('a wrong option is named, with what is allowed and what was received:', () => {
  test.each<[string, string, unknown, string, string]>([
    ['account', 'initialCash', 0, 'a decimal above 0', '0'],
    ['account', 'initialCash', '-1', 'a decimal above 0', '"-1"'],
    ['account', 'initialCash', 'much', 'a decimal above 0', '"much"'],
    ['account', 'initialCash', '', 'a decimal above 0', '""'],
    ['account', 'initialCash', Number.NaN, 'a decimal above 0', 'NaN'],
    ['account', 'initialCash', Number.POSITIVE_INFINITY, 'a decimal above 0', 'Infinity'],
    ['account', 'initialCash', null, 'a decimal above 0', 'null'],
    ['account', 'feeRate', 1, FRACTION, '1'],
    ['account', 'feeRate', -0.001, FRACTION, '-0.001'],
    ['account', 'feeRate', '0.1%', FRACTION, '"0.1%"'],
    ['account', 'feeRate', null, FRACTION, 'null'],
    ['account', 'makerFeeRate', '1', FRACTION, '"1"'],
    ['account', 'takerFeeRate', 2, FRACTION, '2'],
    ['execution', 'slippageBps', -1, BPS, '-1'],
    ['execution', 'slippageBps', 10_000, BPS, '10000'],
    ['execution', 'slippageBps', null, BPS, 'null'],
    ['execution', 'lot', 0, 'a decimal above 0', '0'],
    ['execution', 'lot', '-0.1', 'a decimal above 0', '"-0.1"'],
    ['execution', 'lot', null, 'a decimal above 0', 'null'],
    ['execution', 'limitFill', 'maybe', '"cross" or "touch"', '"maybe"'],
    ['execution', 'limitFill', null, '"cross" or "touch"', 'null'],
    ['statistics', 'periodsPerYear', 0, 'a number above 0', '0'],
    ['statistics', 'periodsPerYear', -252, 'a number above 0', '-252'],
    ['statistics', 'periodsPerYear', Number.NaN, 'a number above 0', 'NaN'],
    ['statistics', 'periodsPerYear', Number.POSITIVE_INFINITY, 'a number above 0', 'Infinity'],
    ['statistics', 'periodsPerYear', '252', 'a number above 0', '"252"'],
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

  test.each<[string, unknown]>([
    ['account', 5],
    ['account', null],
    ['account', 'rich'],
    ['account', []],
    ['execution', true],
    ['execution', [1]],
    ['statistics', 252],
  ])('%s = %j', (group, value) => {
    const error = refusal({ [group]: value })
    expect(error).toMatchObject({ code: 'invalid_options', field: group })
    expect(error.message).toMatch(new RegExp(`^${group} must be an object, received `))
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
    ['in execution', { execution: { slippage: 5 } }, 'execution.slippage'],
    ['in statistics', { statistics: { riskFree: 0 } }, 'statistics.riskFree'],
    ['a __proto__ key of JSON', JSON.parse('{"__proto__": {"seed": 5}}'), '__proto__'],
    ['a __proto__ key in account', { account: JSON.parse('{"__proto__": {"feeRate": 0}}') }, 'account.__proto__'],
  ])('%s', (_where, changes, field) => {
    // Object.assign would run the __proto__ setter instead of adding the key.
    const options = Object.defineProperties({ strategy, candles }, Object.getOwnPropertyDescriptors(changes))
    const error = refused(options)
    expect(error).toMatchObject({ code: 'invalid_options', field })
    expect(error.message).toMatch(/no such option, expected one of /)
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
      ['statistics', 'periodsPerYear'],
    ] as const) {
      const error = refusal({ [group]: { [name]: value } })
      expect(error).toMatchObject({ code: 'invalid_options', field: `${group}.${name}` })
      expect(error.message.length).toBeLessThan(250)
    }
  })
})

test('what is left out, or undefined, takes the documented default', () => {
  const { manifest } = backtest({ strategy, candles, account: {}, execution: {}, statistics: {} })
  expect(manifest.assumptions).toMatchObject({
    initialCash: '100000',
    makerFeeRate: '0.001',
    takerFeeRate: '0.001',
    slippageBps: '0',
    lot: '0.00000001',
    limitFill: 'cross',
  })
  expect(manifest.seed).toBe(0)
  const undefinedEverywhere = {
    strategy,
    candles,
    params: undefined,
    account: undefined,
    execution: { lot: undefined },
    statistics: { periodsPerYear: undefined },
    seed: undefined,
  } as unknown as BacktestOptions
  expect(backtest(undefinedEverywhere).manifest.digest).toBe(backtest({ strategy, candles }).manifest.digest)
})

test('maker and taker rates override the common one, each for itself', () => {
  const rates = (account: BacktestOptions['account']) => {
    const { makerFeeRate, takerFeeRate } = backtest({ strategy, candles, account: account! }).manifest.assumptions
    return [makerFeeRate, takerFeeRate]
  }
  expect(rates({ feeRate: 0.002 })).toEqual(['0.002', '0.002'])
  expect(rates({ feeRate: 0.002, makerFeeRate: '0' })).toEqual(['0', '0.002'])
  expect(rates({ takerFeeRate: '5e-4' })).toEqual(['0.001', '0.0005'])
})

test('a number means its shortest spelling, so text and number are one', () => {
  const digest = (account: BacktestOptions['account'], lot: string | number) =>
    backtest({ strategy, candles, account: account!, execution: { lot } }).manifest.digest
  expect(digest({ initialCash: 0.1, feeRate: 1e-7 }, 1e-8)).toBe(
    digest({ initialCash: '0.10', feeRate: '0.0000001' }, '1e-8'),
  )
})

test('nothing runs when an option is wrong', () => {
  const ran: StrategyContext[] = []
  const watcher = scripted({ 0: (ctx) => ran.push(ctx) })
  expect(refusal({ strategy: watcher, seed: -1 }).field).toBe('seed')
  expect(ran).toEqual([])
})
