import {
  type BacktestError,
  type BacktestOptions,
  backtest,
  createBacktest,
  createSeries,
  defineStrategy,
  isBacktestError,
  type OrderGuard,
  type Strategy,
  type StrategyContext,
} from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { candlesFrom } from '../fixtures/candles.ts'
import { scripted } from '../fixtures/scripted.ts'

const candles = candlesFrom({ closes: [100, 101, 102, 103] })

function failure(run: () => unknown): BacktestError {
  try {
    run()
  } catch (error) {
    if (isBacktestError(error)) return error
    throw error
  }
  throw new Error('the run did not fail')
}

const failing = (thrown: unknown) =>
  scripted({
    2: () => {
      throw thrown
    },
  })

test('an exception names the strategy, the candle and its time, and is kept as the cause', () => {
  const cause = new TypeError('x is not a function')
  const error = failure(() => backtest({ strategy: failing(cause), candles }))
  expect(error.code).toBe('strategy_failed')
  expect(error.message).toBe('strategy "scripted" failed at candle 2 (1970-01-03T00:00:00.000Z): x is not a function')
  expect(error.cause).toBe(cause)
  expect(error.field).toBeNull()
})

test.each<[unknown, string]>([
  ['just a text', 'just a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [42, '42'],
])('whatever is thrown is reported: %j', (thrown, text) => {
  const error = failure(() => backtest({ strategy: failing(thrown), candles }))
  expect(error.message).toMatch(new RegExp(`failed at candle 2 .*: ${text}$`))
  expect(error.cause).toBe(thrown)
})

test('a failure in setup says so', () => {
  const strategy = defineStrategy({
    name: 'broken',
    params: z.object({}),
    setup() {
      throw new Error('no data')
    },
  })
  expect(failure(() => createBacktest({ strategy, candles })).message).toBe(
    'strategy "broken" failed in setup: no data',
  )
})

describe('a setup that returns no handlers is a failure in setup:', () => {
  test.each<[unknown]>([[undefined], [null], [{}], [{ onCandle: 5 }], [() => {}]])('%s', (handlers) => {
    const setup = () => handlers as { onCandle(): void }
    const strategy = defineStrategy({ name: 'forgot', params: z.object({}), setup })
    const error = failure(() => createBacktest({ strategy, candles }))
    expect(error.code).toBe('strategy_failed')
    expect(error.message).toMatch(/strategy "forgot" failed in setup: .*onCandle/)
  })
})

describe('a request of the wrong shape is a mistake in the program:', () => {
  const asked = (act: (ctx: StrategyContext) => void) =>
    failure(() => backtest({ strategy: scripted({ 1: act }), candles })).message
  // The type system refuses these requests; programs without types may send them.
  const loosely = (request: unknown) => request as { quantity: number }

  test.each<[unknown, string]>([
    [{}, 'give one size'],
    [{ limit: 90 }, 'give one size'],
    [null, 'give one size'],
    [5, 'give one size'],
    [{ quantity: 1, quoteAmount: 5 }, 'give one size, received both "quantity" and "quoteAmount"'],
    [{ quantity: 1, price: 90 }, 'unknown key "price"'],
    [
      { percentOfPosition: 50 },
      'percentOfPosition needs account.model margin: on a spot account a buy only opens; give',
    ],
    [JSON.parse('{"quantity": 1, "__proto__": 5}'), 'unknown key "__proto__"'],
  ])('buy(%j)', (request, text) => {
    expect(asked((ctx) => ctx.buy(loosely(request)))).toMatch(/strategy "scripted" failed at candle 1 .*: buy: /)
    expect(asked((ctx) => ctx.buy(loosely(request)))).toContain(text)
  })

  test.each<[unknown, string]>([
    [{}, 'give one size'],
    [{ quantity: 1, percentOfPosition: 50 }, 'give one size, received both "quantity" and "percentOfPosition"'],
    ...['percentOfEquity', 'percentOfCash', 'riskPercent', 'volatilityTarget'].map((key): [unknown, string] => [
      { [key]: 50 },
      `${key} needs account.model margin: on a spot account a sell only closes what is held; give one of quantity, quoteAmount, percentOfPosition`,
    ]),
  ])('sell(%j)', (request, text) => {
    expect(asked((ctx) => ctx.sell(loosely(request)))).toContain(`sell: ${text}`)
  })
})

describe('what an async function returns is refused, since nothing would wait for it:', () => {
  const PROMISE = 'returned a promise, it must not be async: the engine waits for nothing'
  const asyncOnCandle = (series: BacktestOptions['candles'], guard?: OrderGuard) => {
    const onCandle = async (ctx: StrategyContext) => {
      ctx.buy({ quantity: 1 })
      throw new Error('lost')
    }
    const strategy = defineStrategy({ name: 'late', params: z.object({}), setup: () => ({ onCandle }) })
    return failure(() => backtest({ strategy, candles: series, guard })).message
  }
  const calm: OrderGuard = { name: 'calm', begin: () => ({ observe: () => null, review: () => null }) }
  const other = createSeries({ ...candlesFrom({ closes: [50, 51, 52, 53] }), symbol: 'ETHTRY' })

  test.each<[string, string]>([
    ['over one symbol', asyncOnCandle(candles)],
    ['over several', asyncOnCandle([candles, other])],
    ['behind a guard', asyncOnCandle(candles, calm)],
  ])('onCandle %s', (_, message) => {
    expect(message).toBe(`strategy "late" failed at candle 0 (1970-01-01T00:00:00.000Z): onCandle ${PROMISE}`)
  })

  test('onCandle that returns one only at a later candle', () => {
    const onCandle = ({ index }: StrategyContext) => (index < 2 ? index : Promise.resolve())
    const strategy = defineStrategy({ name: 'late', params: z.object({}), setup: () => ({ onCandle }) })
    expect(failure(() => backtest({ strategy, candles })).message).toContain(`at candle 2 (1970-01-03T00:00:00.000Z)`)
  })

  test('setup', () => {
    const setup = (async () => ({ onCandle: () => {} })) as unknown as Strategy['setup']
    const strategy = { ...defineStrategy({ name: 'late', params: z.object({}), setup }) }
    expect(failure(() => createBacktest({ strategy, candles })).message).toBe(
      `strategy "late" failed in setup: setup ${PROMISE}`,
    )
  })

  test.each(['begin', 'observe', 'review'])('%s of a guard', (call) => {
    const late = async () => null
    const judge = { observe: call === 'observe' ? late : () => null, review: call === 'review' ? late : () => null }
    const guard = { name: 'late', begin: call === 'begin' ? async () => judge : () => judge } as unknown as OrderGuard
    const strategy = scripted({ 1: (ctx) => ctx.buy({ quantity: 1 }) })
    const error = failure(() => backtest({ strategy, candles, guard }))
    expect(error.code).toBe('guard_failed')
    expect(error.message).toBe(`guard "late" failed in ${call}: ${call} ${PROMISE}`)
  })
})

test('a run that failed stays failed: stepping on throws the same error, and there is no result', () => {
  const run = createBacktest({ strategy: failing(new Error('once')), candles })
  const error = failure(() => run.step(4))
  expect(failure(() => run.step(1))).toBe(error)
  expect(run.done).toBe(false)
  expect(failure(() => run.result())).toBe(error)
})
