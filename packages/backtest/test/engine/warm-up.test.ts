import { backtest, type CandleSeries, createSeries, defineStrategy, type StrategySetup } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DAY_MS } from '../fixtures/candles.ts'

function daily(symbol: string, days: readonly number[]): CandleSeries {
  const column = days.map((day) => 100 + day)
  return createSeries({
    symbol,
    interval: '1d',
    time: days.map((day) => day * DAY_MS),
    open: column,
    high: column,
    low: column,
    close: column,
    volume: column,
  })
}

type Setup = StrategySetup<Record<string, never>>
const tenDays = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

/** Days on which a strategy is called that starts after its warm-up. */
function called(
  open: (setup: Setup) => unknown,
  candles: CandleSeries | readonly CandleSeries[] = daily('AAA', tenDays),
): number[] {
  const days: number[] = []
  const strategy = defineStrategy({
    name: 'warming',
    params: z.object({}),
    setup(setup) {
      open(setup as Setup)
      return { onCandle: (ctx) => void days.push(ctx.time / DAY_MS) }
    },
  })
  backtest({ strategy, candles, execution: { startFrom: 'afterWarmUp' } })
  return days
}

describe('a strategy that starts after its warm-up is called', () => {
  test('from the second candle on where it has no indicators, so that there are always two to compare', () => {
    expect(called(() => {})).toEqual(tenDays.slice(1))
  })

  test('from the candle after that on which its last indicator has its first value', () => {
    const open = ({ candles, indicators }: Setup) => [
      indicators.sma(candles.close, 3),
      indicators.sma(candles.close, 5),
    ]
    // Five closes are there on day 4.
    expect(called(open)).toEqual([5, 6, 7, 8, 9])
  })

  test('never where an indicator never has one', () => {
    expect(called(({ candles, indicators }) => indicators.sma(candles.close, 11))).toEqual([])
    expect(called(({ candles, indicators }) => indicators.sma(candles.close, 10))).toEqual([])
  })

  test('when longer intervals have their values too', () => {
    // The candles of two days close on days 1, 3, 5: two of them are there on day 3.
    expect(called(({ indicators, timeframe }) => indicators.sma(timeframe('2d').close, 2))).toEqual([4, 5, 6, 7, 8, 9])
    expect(called(({ indicators, timeframe }) => indicators.sma(timeframe('2d').close, 6))).toEqual([])
  })

  test('when other symbols have theirs too, counted in their own candles', () => {
    const candles = [daily('AAA', tenDays), daily('BBB', [2, 4, 6, 8])]
    const open = ({ indicators, market }: Setup) => [
      indicators.sma(market('AAA').close, 2),
      indicators.sma(market('BBB').close, 2),
    ]
    expect(called(open, candles)).toEqual([5, 6, 7, 8, 9])
    expect(called(({ indicators, timeframe }) => indicators.sma(timeframe('2d', 'BBB').close, 2), candles)).toEqual([
      7, 8, 9,
    ])
  })
})

test('by default it is called from the first candle on, and in a run over several symbols at the first moment of any', () => {
  const days: number[] = []
  const strategy = defineStrategy({
    name: 'eager',
    params: z.object({}),
    setup: ({ candles, indicators }) => {
      indicators.sma(candles.close, 3)
      return { onCandle: (ctx) => void days.push(ctx.time / DAY_MS) }
    },
  })
  backtest({ strategy, candles: [daily('AAA', [3, 4]), daily('BBB', [1, 4])] })
  expect(days).toEqual([1, 3, 4])
})
