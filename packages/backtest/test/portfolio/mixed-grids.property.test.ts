import { type BacktestResult, backtest, type CandleSeries, createSeries, defineStrategy } from '@tezgah/backtest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Decision, type Known, playReference } from './reference.ts'

const MINUTE_MS = 60_000
const CASH = 1_000_000_000

type Grid = {
  readonly intervalMinutes: number
  /** Minutes by which the first candle opens after the epoch. */
  readonly offset: number
  /** Intervals between one open and the next; the day before summer time is shorter than its interval. */
  readonly steps: readonly number[]
  readonly closes: readonly number[]
}

const grid: fc.Arbitrary<Grid> = fc.integer({ min: 1, max: 24 }).chain((length) =>
  fc.record({
    intervalMinutes: fc.constantFrom(1, 2, 5, 7, 30),
    offset: fc.integer({ min: 0, max: 40 }),
    steps: fc.array(fc.constantFrom(1, 1, 1, 1, 1, 2, 5), { minLength: length, maxLength: length }),
    closes: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: length, maxLength: length }),
  }),
)

function seriesOf({ intervalMinutes, offset, steps, closes }: Grid, symbol: number): CandleSeries {
  let minute = offset
  const time = steps.map((step, index) => {
    const at = minute
    minute += intervalMinutes * step - (intervalMinutes > 1 && index % 9 === 4 ? 1 : 0)
    return at * MINUTE_MS
  })
  const open = closes.map((close, index) => ((close * 7 + index) % 50) + 1)
  return createSeries({
    symbol: `S${symbol}`,
    // An interval of one minute fits any most common step.
    interval:
      intervalMinutes === 1 || time.length < 3 || !isRegular(time, intervalMinutes) ? '1m' : `${intervalMinutes}m`,
    time,
    open,
    high: closes.map((close, index) => Math.max(close, open[index]!)),
    low: closes.map((close, index) => Math.min(close, open[index]!)),
    close: closes,
    volume: closes.map(() => 1),
  })
}

function isRegular(time: readonly number[], intervalMinutes: number): boolean {
  const steps = time.slice(1).map((each, index) => each - time[index]!)
  const usual = steps.filter((step) => step >= intervalMinutes * MINUTE_MS).length
  return usual * 2 > steps.length
}

/** Decisions that follow from all that is known and from nothing else. */
function decide(known: readonly Known[], held: readonly number[]): Decision[] {
  let hash = known.reduce((sum, { length, close }, symbol) => sum * 31 + length * 7 + close * (symbol + 3), 17) % 65_521
  const decisions: Decision[] = []
  for (let symbol = 0; symbol < known.length; symbol++) {
    hash = (hash * 75 + 74) % 65_537
    if (known[symbol]!.length === 0) continue
    if (hash % 5 === 0) decisions.push({ symbol, side: 'buy', quantity: 1 + (hash % 9) })
    else if (hash % 5 === 1 && held[symbol]! > 0) decisions.push({ symbol, side: 'sell', quantity: null })
  }
  return decisions
}

const decider = defineStrategy({
  name: 'decider',
  params: z.object({}),
  setup: ({ market, symbols }) => {
    const closes = symbols.map((symbol) => market(symbol).close)
    return {
      onCandle(ctx) {
        const known = closes.map((close) => ({ length: close.length, close: close.length === 0 ? 0 : close.at(0) }))
        const held = symbols.map((symbol) => ctx.positionOf(symbol).quantity)
        for (const { symbol, side, quantity } of decide(known, held)) {
          if (side === 'buy') ctx.buy({ symbol: symbols[symbol]!, quantity: quantity! })
          else ctx.sell({ symbol: symbols[symbol]!, percentOfPosition: 100 })
        }
      },
    }
  },
})

function play(candles: readonly CandleSeries[]): BacktestResult {
  return backtest({
    strategy: decider,
    candles,
    account: { initialCash: CASH, feeRate: 0 },
    execution: { lot: '1', openTradesAtEnd: 'keep' },
  })
}

test('fills and equity are those of the plainest engine, on grids of any kind', () => {
  let fills = 0
  let isStaggered = 0
  fc.assert(
    fc.property(fc.array(grid, { minLength: 1, maxLength: 4 }), (grids) => {
      const candles = grids.map(seriesOf)
      const result = play(candles)
      const expected = playReference(candles, CASH, decide)
      expect(
        result.fills.map(
          ({ symbol, index, side, quantity, price }) => `${symbol} ${index} ${side} ${quantity} @ ${price}`,
        ),
      ).toEqual(expected.fills)
      if (candles.length === 1) return
      expect([...result.equity.equity]).toEqual(expected.equity.map(([, equity]) => equity))
      const shortest = Math.min(...candles.map(({ intervalMs }) => intervalMs))
      fills += result.fills.length
      if (result.equity.time === candles[0]!.time) return
      expect([...result.equity.time]).toEqual(expected.equity.map(([time]) => time - shortest))
      isStaggered++
    }),
    { numRuns: 1000 },
  )
  expect(fills).toBeGreaterThan(5000)
  expect(isStaggered).toBeGreaterThan(500)
})
