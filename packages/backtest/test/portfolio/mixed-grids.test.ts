import { backtest, type CandleSeries, createSeries, defineStrategy } from '@tezgah/backtest'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { Random } from '../../src/testing/random.ts'
import { DAY_MS } from '../fixtures/candles.ts'

const HOUR_MS = 3_600_000

/** Candles of one price path of a minute a step, so that series of any offset tell of the same market. */
function dailyOf(prices: readonly number[], symbol: string, firstHour: number): CandleSeries {
  const days = Math.floor((prices.length - firstHour) / 24)
  const day = (at: number): number[] => prices.slice(firstHour + at * 24, firstHour + at * 24 + 25)
  const column = (of: (prices: number[]) => number): number[] => Array.from({ length: days }, (_, at) => of(day(at)))
  return createSeries({
    symbol,
    interval: '1d',
    time: Array.from({ length: days }, (_, at) => at * DAY_MS + firstHour * HOUR_MS),
    open: column((hours) => hours[0]!),
    high: column((hours) => Math.max(...hours)),
    low: column((hours) => Math.min(...hours)),
    close: column((hours) => hours.at(-1)!),
    volume: column(() => 1),
  })
}

/** Hourly prices of a random walk: none of its moves is known before. */
function randomWalk(hours: number): number[] {
  const random = new Random(7)
  let price = 100
  return Array.from({ length: hours }, () => {
    price *= Math.exp((random.next() - 0.5) * 0.02)
    return price
  })
}

/** Holds the first symbol while the second one closed higher. */
const follow = defineStrategy({
  name: 'follow',
  params: z.object({}),
  setup: ({ market, symbols }) => {
    const [a, b] = symbols.map((symbol) => market(symbol).close)
    return {
      onCandle(ctx) {
        if (b!.at(0) > a!.at(0)) {
          if (!ctx.position.isOpen) ctx.buy({ percentOfEquity: 100 })
        } else if (ctx.position.isOpen) ctx.close()
      },
    }
  },
})

test.each([0, 3])('two days of one random walk foretell nothing, the one opening at %s:00', (firstHour) => {
  const prices = randomWalk(24 * 400)
  const candles = [dailyOf(prices, 'AAA', firstHour), dailyOf(prices, 'BBB', 0)]
  const { stats } = backtest({ strategy: follow, candles, account: { initialCash: 100_000, feeRate: 0 } })
  expect(Number(stats.finalEquity)).toBeLessThan(200_000)
})
