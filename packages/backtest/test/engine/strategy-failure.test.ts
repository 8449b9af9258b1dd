import {
  type BacktestError,
  backtest,
  createBacktest,
  defineStrategy,
  isBacktestError,
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
    [{ percentOfPosition: 50 }, 'unknown key "percentOfPosition"'],
    [JSON.parse('{"quantity": 1, "__proto__": 5}'), 'unknown key "__proto__"'],
  ])('buy(%j)', (request, text) => {
    expect(asked((ctx) => ctx.buy(loosely(request)))).toMatch(/strategy "scripted" failed at candle 1 .*: buy: /)
    expect(asked((ctx) => ctx.buy(loosely(request)))).toContain(text)
  })

  test.each<[unknown, string]>([
    [{}, 'give one size'],
    [{ quantity: 1, percentOfPosition: 50 }, 'give one size, received both "quantity" and "percentOfPosition"'],
    [{ percentOfEquity: 50 }, 'unknown key "percentOfEquity"'],
  ])('sell(%j)', (request, text) => {
    expect(asked((ctx) => ctx.sell(loosely(request)))).toContain(`sell: ${text}`)
  })
})

test('a run that failed stays failed: stepping on throws the same error, and there is no result', () => {
  const run = createBacktest({ strategy: failing(new Error('once')), candles })
  const error = failure(() => run.step(4))
  expect(failure(() => run.step(1))).toBe(error)
  expect(run.done).toBe(false)
  expect(failure(() => run.result())).toBe(error)
})
