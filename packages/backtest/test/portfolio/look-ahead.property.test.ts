import type { BacktestResult, StrategyContext } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Poison, poisonedCopy } from '../../src/testing/look-ahead/poison.ts'
import { playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

/** The run with every candle after the given time poisoned, each symbol from its own next candle on. */
function poisonedAfter(run: RandomPortfolio, time: number, poison: Poison): RandomPortfolio {
  const series = run.series.flatMap((candles) => {
    const last = candles.time.findLastIndex((each) => each <= time)
    return last === -1 ? [] : [poisonedCopy(candles, last, poison, 1)]
  })
  return { ...run, series }
}

/** What was known and done up to a time. */
function past({ equity, fills }: BacktestResult, time: number) {
  return {
    equity: [...equity.equity].filter((_, moment) => equity.time[moment]! <= time),
    fills: fills.filter((fill) => fill.time <= time),
  }
}

/** How every order stands. */
function statesOf(context: StrategyContext): string[] {
  const states: string[] = []
  for (let id = 1; context.orderState(id) !== null; id++) states.push(JSON.stringify(context.orderState(id)))
  return states
}

/** What the strategy saw at each close. */
function watched(run: RandomPortfolio, time: number): { seen: unknown[][]; result: BacktestResult } {
  const seen: unknown[][] = []
  const result = playPortfolio(run, (context: StrategyContext) => {
    const positions = run.series.flatMap(({ symbol }) => [
      context.positionOf(symbol, 'long').quantity,
      context.positionOf(symbol, 'short').quantity,
    ])
    if (context.time <= time)
      seen.push([context.time, context.cash, context.equity, ...positions, ...statesOf(context)])
  })
  return { seen, result }
}

test.each([
  ['spot', 'cut'],
  ['spot', 'noise'],
  ['margin', 'cut'],
  ['margin', 'noise'],
] as const)(
  'nothing that a run of a %s account does depends on its future (%s)',
  { timeout: 60_000 },
  (model, poison) => {
    fc.assert(
      fc.property(randomPortfolio(model), fc.nat(), (random, pick) => {
        // What is closed at the end depends on where the end is, and is no decision.
        const run: RandomPortfolio = { ...random, execution: { ...random.execution, openTradesAtEnd: 'keep' } }
        const times = [...new Set(run.series.flatMap(({ time }) => [...time]))].sort((one, other) => one - other)
        const time = times[pick % times.length]!
        const whole = watched(run, time)
        const poisoned = watched(poisonedAfter(run, time, poison), time)
        expect(poisoned.seen).toEqual(whole.seen)
        expect(past(poisoned.result, time)).toEqual(past(whole.result, time))
      }),
      { numRuns: 200 },
    )
  },
)
