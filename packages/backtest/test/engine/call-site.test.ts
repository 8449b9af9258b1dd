import { backtest, isBacktestError, type StrategyContext, type StrategySetup } from '@tezgah/backtest'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { candlesFrom } from '../fixtures/candles.ts'

const candles = candlesFrom({ closes: [100, 101, 102] })

/** The first place in the stack of what a strategy's mistake throws: file and function. */
function placeOf(mistake: { inSetup?(input: StrategySetup<unknown>): void; onCandle?(ctx: StrategyContext): void }) {
  const { inSetup, onCandle = () => {} } = mistake
  const setup = (input: StrategySetup<unknown>) => {
    inSetup?.(input)
    return { onCandle }
  }
  try {
    backtest({ strategy: { name: 'mistaken', description: '', params: z.unknown(), setup }, candles })
  } catch (error) {
    if (!isBacktestError(error) || !(error.cause instanceof Error)) throw error
    expect(error.code).toBe('strategy_failed')
    return error.cause.stack!.split('\n').find((line) => line.startsWith('    at '))
  }
  throw new Error('the run did not fail')
}

const loosely = (request: unknown) => request as { quantity: number }

test.each<[string, (ctx: StrategyContext) => unknown]>([
  ['buy', (ctx) => ctx.buy(loosely({}))],
  ['sell', (ctx) => ctx.sell(loosely({ percentOfEquity: 5 }))],
  ['an attached order', (ctx) => ctx.buy({ quantity: 1, onFill: [{ side: 'sell', ...loosely({ price: 5 }) }] })],
  ['oneCancelsOther', (ctx) => ctx.oneCancelsOther([])],
  ['target', (ctx) => ctx.target({ DOGETRY: 5 })],
  ['close', (ctx) => ctx.close({ symbol: 'DOGETRY' })],
  ['modify', (ctx) => ctx.modify(ctx.buy({ quantity: 1, limit: 90 }), loosely({ price: 5 }))],
  ['cancelAll', (ctx) => ctx.cancelAll('DOGETRY')],
  ['positionOf', (ctx) => ctx.positionOf('DOGETRY')],
])('the stack of a wrong %s begins at the line of the strategy', (_, mistake) => {
  expect(placeOf({ onCandle: (ctx) => void mistake(ctx) })).toContain('call-site.test.ts:')
})

test.each<[string, (input: StrategySetup<unknown>) => unknown]>([
  ['market', ({ market }) => market('DOGETRY')],
  ['sma', ({ candles, indicators }) => indicators.sma(candles.close, 0)],
  ['atr', ({ indicators }) => indicators.atr(0.5)],
  ['bollinger', ({ candles, indicators }) => indicators.bollinger(candles.close, 20, -1)],
  ['at', ({ candles }) => candles.close.at(-1)],
])('and of a wrong %s in setup', (_, mistake) => {
  expect(placeOf({ inSetup: (input) => void mistake(input) })).toContain('call-site.test.ts:')
})
