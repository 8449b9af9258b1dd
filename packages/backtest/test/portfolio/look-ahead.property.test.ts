import type { BacktestResult, StrategyContext } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closeTimeOf } from '../../src/candles/close-time.ts'
import { closingTimes } from '../../src/engine/event-clock.ts'
import { type Poison, poisonedCopy } from '../../src/testing/look-ahead/poison.ts'
import { mixedPortfolio, playPortfolio, type RandomPortfolio, randomPortfolio } from './random-portfolio.ts'

/**
 * The run with everything poisoned that is not known at an instant, of each symbol from its first candle that has not closed
 * on; of a candle under way its open is known.
 */
function poisonedAfter(run: RandomPortfolio, now: number, poison: Poison): RandomPortfolio {
  const series = run.series.map((candles) => {
    const last = Array.from(candles.time).findLastIndex((_, index) => closeTimeOf(candles, index) <= now)
    const isUnderWay = last + 1 < candles.length && candles.time[last + 1]! <= now
    // A candle that has opened cannot be cut off, nor can all of a series.
    const isCut = poison === 'cut' && last >= 0 && !isUnderWay
    const known = { closed: last + 1, opened: isUnderWay ? last + 2 : last + 1, timed: last + 1 }
    return poisonedCopy(candles, known, isCut ? 'cut' : 'noise', 1)
  })
  return { ...run, series }
}

/** What was known and done up to an instant; fills of candles that closed then, and of opens before it. */
function past({ equity, fills }: BacktestResult, run: RandomPortfolio, instants: number, now: number) {
  const known = run.series.map(
    (candles) => Array.from(candles.time).filter((_, index) => closeTimeOf(candles, index) <= now).length,
  )
  const isKnown = ({ symbol, index }: { symbol: string; index: number }): boolean =>
    index < known[run.series.findIndex((each) => each.symbol === symbol)]!
  return {
    equity: [...equity.equity.subarray(0, instants)],
    fills: fills.filter(isKnown),
  }
}

/** How every order stands. */
function statesOf(context: StrategyContext): string[] {
  const states: string[] = []
  for (let id = 1; context.orderState(id) !== null; id++) states.push(JSON.stringify(context.orderState(id)))
  return states
}

/** What the strategy saw at each of the first instants. */
function watched(run: RandomPortfolio, instants: number): { seen: unknown[][]; result: BacktestResult } {
  const seen: unknown[][] = []
  const result = playPortfolio(run, (context: StrategyContext) => {
    if (context.index >= instants) return
    const positions = run.series.flatMap(({ symbol }) => [
      context.positionOf(symbol, 'long').quantity,
      context.positionOf(symbol, 'short').quantity,
    ])
    seen.push([context.time, context.cash, context.equity, ...positions, ...statesOf(context)])
  })
  return { seen, result }
}

describe.each([
  ['aligned', randomPortfolio],
  ['mixed', mixedPortfolio],
] as const)('on %s grids', (_, portfolios) => {
  test.each([
    ['spot', 'cut'],
    ['spot', 'noise'],
    ['margin', 'cut'],
    ['margin', 'noise'],
  ] as const)(
    'nothing that a run of a %s account does depends on what is not known yet (%s)',
    { timeout: 60_000 },
    (model, poison) => {
      fc.assert(
        fc.property(portfolios(model), fc.nat(), (random, pick) => {
          // What is closed at the end depends on where the end is, and is no decision.
          const run: RandomPortfolio = { ...random, execution: { ...random.execution, openTradesAtEnd: 'keep' } }
          const time = closingTimes(run.series)
          const last = pick % time.length
          const now = time[last]! + Math.min(...run.series.map(({ intervalMs }) => intervalMs))
          const whole = watched(run, last + 1)
          const poisoned = watched(poisonedAfter(run, now, poison), last + 1)
          expect(poisoned.seen).toEqual(whole.seen)
          expect(past(poisoned.result, run, last + 1, now)).toEqual(past(whole.result, run, last + 1, now))
        }),
        { numRuns: 200 },
      )
    },
  )
})
