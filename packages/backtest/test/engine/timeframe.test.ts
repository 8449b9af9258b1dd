import {
  backtest,
  type CandleSeries,
  type CandleViews,
  createSeries,
  defineStrategy,
  type Indicators,
  type View,
} from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { poisonedCopy } from '../../src/testing/look-ahead/poison.ts'

const MINUTE = 60_000

/** One-minute candles without movement at the given minutes since the epoch. */
function minutes(
  closes: readonly number[],
  at: readonly number[] = [...closes.keys()],
  symbol = 'BTCTRY',
): CandleSeries {
  const column = [...closes]
  const volume = closes.map(() => 1)
  return createSeries({
    symbol,
    interval: '1m',
    time: at.map((minute) => minute * MINUTE),
    open: column,
    high: column,
    low: column,
    close: column,
    volume,
  })
}

type Tools = { timeframe: (interval: string, symbol?: string) => CandleViews; indicators: Indicators }

/** What `look` sees at the close of each candle. */
function seen<T>(candles: CandleSeries | readonly CandleSeries[], open: (tools: Tools) => () => T): T[] {
  const all: T[] = []
  const strategy = defineStrategy({
    name: 'looking',
    params: z.object({}),
    setup(tools) {
      const look = open(tools)
      return { onCandle: () => void all.push(look()) }
    },
  })
  backtest({ strategy, candles })
  return all
}

describe('a longer interval', () => {
  test('shows a candle from the close that completes it on', () => {
    const closes = seen(minutes([1, 2, 3, 4, 5, 6, 7]), ({ timeframe }) => {
      const { close, open, volume } = timeframe('3m')
      return () => [close.length, open.at(0), close.at(0), volume.at(0), close.at(1)]
    })
    const nothing = [0, Number.NaN, Number.NaN, Number.NaN, Number.NaN]
    expect(closes).toEqual([
      nothing,
      nothing,
      [1, 1, 3, 3, Number.NaN],
      [1, 1, 3, 3, Number.NaN],
      [1, 1, 3, 3, Number.NaN],
      [2, 4, 6, 3, 3],
      [2, 4, 6, 3, 3],
    ])
  })

  test('whose last minute is missing shows it with the next candle, and a gap has none', () => {
    // Minutes 0 and 1 of the first three, none of the second, the first of the third.
    const views = seen(minutes([1, 2, 7, 8, 9], [0, 1, 6, 7, 8]), ({ timeframe }) => {
      const { close, time } = timeframe('3m')
      return () => [close.length, close.at(0), time.at(0) / MINUTE]
    })
    const nothing = [0, Number.NaN, Number.NaN]
    expect(views).toEqual([nothing, nothing, [1, 2, 0], [1, 2, 0], [2, 9, 6]])
  })

  test('tells its symbol and interval', () => {
    const [views] = seen([minutes([1, 2]), minutes([3, 4], [0, 1], 'ETHTRY')], ({ timeframe }) => {
      const names = [timeframe('60m'), timeframe('1d', 'ETHTRY')].map(({ symbol, interval }) => [symbol, interval])
      return () => names
    })
    expect(views).toEqual([
      ['BTCTRY', '1h'],
      ['ETHTRY', '1d'],
    ])
  })

  test('carries indicators that end where it does', () => {
    const means = seen(minutes([1, 2, 3, 4, 5, 6, 7]), ({ indicators, timeframe }) => {
      const mean = indicators.sma(timeframe('2m').close, 2)
      const range = indicators.atr(1, timeframe('2m'))
      return () => [mean.length, mean.at(0), range.at(0)]
    })
    const nothing = [0, Number.NaN, Number.NaN]
    // Closes 2, 4, 6 of two minutes each: means 3 and 5. A true range reaches back to the close before.
    const [one, two, three] = [
      [1, Number.NaN, Number.NaN],
      [2, 3, 2],
      [3, 5, 2],
    ]
    expect(means).toEqual([nothing, one, one, two, two, three, three])
  })

  test('of another symbol follows that symbol', () => {
    const closes = seen([minutes([1, 2, 3, 4]), minutes([10, 20], [0, 3], 'ETHTRY')], ({ timeframe }) => {
      const { close } = timeframe('2m', 'ETHTRY')
      return () => close.at(0)
    })
    // ETHTRY has one candle of minute 0, which is known to be over with its next, and one that ends with minute 3.
    expect(closes).toEqual([Number.NaN, Number.NaN, Number.NaN, 20])
  })

  test('that is opened late shows at once what is closed', () => {
    const strategy: { view?: View } = {}
    const lengths = seen(minutes([1, 2, 3, 4, 5]), ({ timeframe }) => {
      let calls = 0
      return () => {
        if (++calls === 4) strategy.view = timeframe('2m').close
        return strategy.view?.length ?? null
      }
    })
    expect(lengths).toEqual([null, null, null, 2, 2])
  })

  test.each([
    ['an hour', 'invalid_candles'],
    ['90s', 'invalid_options'],
    ['7', 'invalid_candles'],
    ['1s', 'invalid_options'],
  ])('must be a multiple of the candles: %s', (interval, code) => {
    expect(() =>
      seen(
        minutes([1, 2]),
        ({ timeframe }) =>
          () =>
            timeframe(interval),
      ),
    ).toThrow(expect.objectContaining({ code }))
  })

  test('of an unknown symbol is a mistake in the program', () => {
    const open = () =>
      seen(
        minutes([1]),
        ({ timeframe }) =>
          () =>
            timeframe('5m', 'XRPTRY').symbol,
      )
    expect(open).toThrow('symbol must be one of BTCTRY, received "XRPTRY"')
  })
})

describe('nothing that is seen on any interval depends on the future', () => {
  const candle = fc.record({ price: fc.integer({ min: 50, max: 150 }), isPresent: fc.boolean() })

  function everything({ indicators, timeframe }: Tools, interval: string): () => number[] {
    const { close, high, low, open, time, volume } = timeframe(interval)
    const views = [time, open, high, low, close, volume]
    const made = [
      indicators.sma(close, 2),
      indicators.ema(close, 3),
      indicators.highest(high, 2),
      indicators.rsi(close, 2),
    ]
    return () => [close.length, ...[...views, ...made].flatMap((view) => [view.at(0), view.at(1), view.at(5)])]
  }

  test.each(['cut', 'NaN', 'noise'] as const)('with the future poisoned by %s', (poison) => {
    fc.assert(
      fc.property(
        fc.array(candle, { minLength: 2, maxLength: 40, size: 'max' }),
        fc.constantFrom('1m', '2m', '3m', '5m', '7m', '15m'),
        fc.nat(),
        (list, interval, pick) => {
          const at = [...list.keys()].filter((minute) => minute === 0 || list[minute]!.isPresent)
          const candles = minutes(
            at.map((minute) => list[minute]!.price),
            at,
          )
          const last = pick % at.length
          const known = { closed: last + 1, opened: last + 1, timed: last + 1 }
          const whole = seen(candles, (tools) => everything(tools, interval))
          const poisoned = seen(poisonedCopy(candles, known, poison, 1), (tools) => everything(tools, interval))
          expect(poisoned.slice(0, last + 1)).toEqual(whole.slice(0, last + 1))
        },
      ),
      { numRuns: 200 },
    )
  })
})
