import { type CandleSeries, defineStrategy, type Strategy } from '@tezgah/backtest'
import {
  assertNoLookahead,
  flat,
  fromCloses,
  type LookaheadOptions,
  ScenarioAssertionError,
  type StrategySource,
  trend,
  walk,
} from '@tezgah/backtest/testing'
import { sma } from '@tezgah/indicators'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { planned, smaCross, strategyOf } from './strategies.ts'

const candles = walk({ seed: 7, length: 200, volatility: 0.02 })

/** Buys and sells on a signal that is made by whatever sees the whole series. */
function onSignal(signal: (index: number) => number, name: string): Strategy {
  return strategyOf((ctx) => {
    const now = signal(ctx.index)
    if (!ctx.position.isOpen && now > 0) ctx.buy({ percentOfEquity: 100 })
    else if (ctx.position.isOpen && now < 0) ctx.close()
  }, name)
}

/** Close against the average of the candles around it: two before, two after. */
function centredAverage(series: CandleSeries): Strategy {
  return strategyOf((ctx) => {
    const average = sma(series.close, 5)
    const now = series.close[ctx.index]! - average[ctx.index + 2]!
    if (!ctx.position.isOpen && now > 0) ctx.buy({ percentOfEquity: 100 })
    else if (ctx.position.isOpen && now < 0) ctx.close()
  }, 'centred-average')
}

/** How many deviations a close lies above the mean of all closes, later ones included. */
function zScores({ close }: CandleSeries): number[] {
  const mean = close.reduce((sum, price) => sum + price) / close.length
  const deviation = Math.sqrt(close.reduce((sum, price) => sum + (price - mean) ** 2, 0) / close.length)
  return Array.from(close, (price) => (mean - price) / deviation)
}

/** Works the scores out when a run sets up. */
function zScoreInSetup(series: CandleSeries): Strategy {
  return defineStrategy({
    name: 'z-score',
    params: z.object({}),
    setup() {
      const scores = zScores(series)
      return onSignal((index) => scores[index]!, 'inner').setup({} as never)
    },
  })
}

/** Works the scores out once, when it is defined. */
function zScoreAtDefinition(series: CandleSeries): Strategy {
  const scores = zScores(series)
  return onSignal((index) => scores[index]!, 'z-score')
}

function rawCandles(series: CandleSeries): Strategy {
  return onSignal((index) => series.close[index + 1]! - series.close[index]!, 'raw-candles')
}

function failureOf(source: StrategySource, series = candles, options: LookaheadOptions = {}): ScenarioAssertionError {
  try {
    assertNoLookahead(source, series, options)
  } catch (error) {
    if (error instanceof ScenarioAssertionError) return error
    throw error
  }
  throw new Error('nothing was found')
}

function columnsOf({ time, open, high, low, close, volume }: CandleSeries): number[][] {
  return [time, open, high, low, close, volume].map((column) => [...column])
}

describe('a strategy that looks ahead is caught', () => {
  test.each([
    ['a centred moving average', centredAverage],
    ['a z-score over the full column', zScoreInSetup],
    ['a closure over the raw candles', rawCandles],
  ])('as an object: %s', (_, define) => {
    expect(failureOf(define(candles)).message).toMatch(
      /^strategy "[\w-]+" looks ahead: what it decides at candle \d+ \(20/,
    )
  })

  test.each([
    ['a centred moving average', centredAverage],
    ['a z-score over the full column', zScoreInSetup],
    ['a z-score that is made when the strategy is', zScoreAtDefinition],
    ['a closure over the raw candles', rawCandles],
    ['a closure over a copy', (series: CandleSeries) => rawCandles({ ...series, close: series.close.slice() })],
  ])('as a function: %s', (_, define) => {
    expect(failureOf(define).message).toMatch(/^strategy "[\w-]+" looks ahead/)
  })

  test('whichever term changes', () => {
    const next = (series: CandleSeries, index: number): number => series.close[index + 1] ?? 100
    const limits = (series: CandleSeries) =>
      strategyOf((ctx) => ctx.buy({ quantity: 1, limit: next(series, ctx.index) }))
    const tags = (series: CandleSeries) =>
      strategyOf((ctx) => ctx.buy({ quantity: 1, tag: `${next(series, ctx.index)}` }))
    const cancels = (series: CandleSeries) =>
      strategyOf((ctx) => {
        if (ctx.index === 0) ctx.buy({ quantity: 1, limit: 1 })
        if (next(series, ctx.index) > 101) ctx.cancel(1)
      })
    for (const define of [limits, tags, cancels])
      expect(() => assertNoLookahead(define, candles)).toThrow(/looks ahead/)
  })

  test('where it only holds back because of the future', () => {
    // Buys at candle 10 unless the next close falls, which it does: there is no decision to compare, but one is missing.
    const falling = fromCloses([...Array(11).fill(100), 90, ...Array(10).fill(95)])
    const careful = (series: CandleSeries) =>
      strategyOf((ctx) => {
        if (ctx.index === 0) ctx.buy({ quantity: 1 })
        if (ctx.index === 10 && !(series.close[11]! < 100)) ctx.buy({ quantity: 1 })
      })
    const { message } = failureOf(careful, falling)
    expect(message).toMatch(/at candle 10 .*depends on candles after 10\n/)
    expect(message).toMatch(/real candles after 10 +nothing\n/)
    expect(message).toMatch(/NaN after 10 +buy\(\{ quantity: 1 \}\)\n/)
  })

  test('where it fails without the future', () => {
    const brittle = (series: CandleSeries) =>
      strategyOf((ctx) => {
        if (Number.isNaN(series.close[series.length - 1])) throw new Error('no data')
        if (ctx.index === 3) ctx.buy({ quantity: 1 })
      })
    const failure = failureOf(brittle)
    expect(failure.message).toMatch(/NaN after \d+ +the strategy fails: .*no data\n/)
    expect(failure.message).toContain('shown by NaN;')
    expect(failure.cause).toMatchObject({ code: 'strategy_failed' })
  })
})

describe('the report of a failure', () => {
  test('names candle, time, decisions and poison', () => {
    // Rises to candle 3, then falls: to know that candle 3 is the top, one must have seen candle 4.
    const closes = fromCloses([1, 2, 3, 4, 3, 2])
    const top = (series: CandleSeries) =>
      strategyOf((ctx) => {
        const [now, next] = [series.close[ctx.index]!, series.close[ctx.index + 1]!]
        if (next < now && ctx.index === 3) ctx.buy({ quantity: '0.5', limit: now, tag: 'top' })
      }, 'top')
    const { message, expected, actual, operator } = failureOf(top, closes)
    expect(message.split('\n').slice(0, 5)).toEqual([
      'strategy "top" looks ahead: what it decides at candle 3 (2024-01-04T00:00:00.000Z) depends on candles after 3',
      '',
      '  real candles after 3  buy({ quantity: "0.5", limit: 4, tag: "top" })',
      '  cut off after 3       nothing',
      '  NaN after 3           nothing',
    ])
    expect(message).toMatch(/\n\nshown by cut, NaN(, noise)?; 3 of 5 cut points showed nothing before$/)
    expect(operator).toBe('assertNoLookahead')
    expect(expected).toEqual({ index: 3, decisions: ['buy({ quantity: "0.5", limit: 4, tag: "top" })'] })
    expect(actual).toEqual({ index: 3, poison: 'cut', decisions: [] })
  })

  test('is the same each time', () => {
    expect(failureOf(rawCandles).message).toBe(failureOf(rawCandles).message)
  })
})

describe('an honest strategy passes', () => {
  test('and it is said what was checked', () => {
    const report = assertNoLookahead(smaCross, candles)
    expect(report).toMatchObject({ candidates: 199, poisons: ['cut', 'NaN', 'noise'] })
    expect(report.decisions).toBeGreaterThan(20)
    expect(report.checked).toHaveLength(64)
  })

  test('with parameters, account and execution', () => {
    const report = assertNoLookahead(smaCross, candles, {
      params: { fast: 3, slow: 8 },
      account: { initialCash: 100 },
      execution: { lot: 1 },
    })
    expect(report.decisions).not.toBe(assertNoLookahead(smaCross, candles).decisions)
  })

  test('that cancels, by whatever ids its orders have', () => {
    const requoting = defineStrategy({
      name: 'requoting',
      params: z.object({}),
      setup({ candles: views }) {
        let last = 0
        return {
          onCandle(ctx) {
            ctx.cancel(last)
            last = ctx.buy({ quantity: 1, limit: views.close.at(0) * 0.99 })
          },
        }
      },
    })
    expect(assertNoLookahead(requoting, candles).decisions).toBe(400)
  })

  test('as a function, which is called with the series that it runs on', () => {
    const lengths = new Set<number>()
    assertNoLookahead(
      (series) => {
        lengths.add(series.length)
        return smaCross
      },
      flat(1, 3),
      { mayStayIdle: true },
    )
    expect(lengths).toEqual(new Set([1, 2, 3]))
  })
})

describe('cut points', () => {
  const daily = strategyOf((ctx) => ctx.index % 10 === 0 && ctx.buy({ quantity: '0.001' }))

  test('are all candles but the last where there are few', () => {
    expect(assertNoLookahead(daily, walk({ seed: 1, length: 40 })).checked).toEqual(
      Array.from({ length: 39 }, (_, index) => index),
    )
  })

  test('are all candles but the last where asked', () => {
    expect(assertNoLookahead(daily, candles, { exhaustive: true, cutPoints: 2 }).checked).toHaveLength(199)
  })

  test('are first of all those with decisions', () => {
    const { checked } = assertNoLookahead(daily, candles, { cutPoints: 30 })
    const busy = Array.from({ length: 20 }, (_, index) => index * 10)
    expect(checked).toHaveLength(30)
    expect(checked).toEqual(expect.arrayContaining(busy))
    expect([...checked].sort((a, b) => a - b)).toEqual(checked)
  })

  test('are one with a decision where there is only one', () => {
    const once = planned({ 77: (ctx) => ctx.buy({ quantity: '0.001' }) })
    expect(assertNoLookahead(once, candles, { cutPoints: 1 }).checked).toEqual([77])
  })

  test('keep room for candles without decisions', () => {
    const { checked } = assertNoLookahead(daily, candles, { cutPoints: 8 })
    expect(checked.filter((index) => index % 10 === 0)).toHaveLength(6)
    expect(checked.filter((index) => index % 10 !== 0)).toHaveLength(2)
  })

  test('are others for another seed', () => {
    const [one, same, other] = [1, 1, 2].map(
      (seed) => assertNoLookahead(daily, candles, { cutPoints: 8, seed }).checked,
    )
    expect(same).toEqual(one)
    expect(other).not.toEqual(one)
  })

  test.each([0, -1, 1.5, Number.NaN])('cannot be %s', (cutPoints) => {
    expect(() => assertNoLookahead(smaCross, candles, { cutPoints })).toThrow(
      /^cutPoints must be a whole number from 1, received/,
    )
  })
})

describe('the series given', () => {
  const before = columnsOf(candles)

  test.each([
    ['passes', smaCross],
    ['fails', rawCandles(candles)],
    ['throws', strategyOf(() => Number.isNaN(candles.close[150]) && JSON.parse('{'))],
  ])('is as it was when the check %s', (_, strategy) => {
    try {
      assertNoLookahead(strategy, candles, { mayStayIdle: true })
    } catch (error) {
      expect(error).toBeInstanceOf(ScenarioAssertionError)
    }
    expect(columnsOf(candles)).toEqual(before)
  })

  test('is read poisoned by whoever kept it, and only after the cut', () => {
    const seen: number[] = []
    const spy = strategyOf((ctx) => {
      const poisoned = candles.close.findIndex((price, index) => price !== before[4]![index])
      if (poisoned !== -1) seen.push(poisoned - ctx.index)
    })
    assertNoLookahead(spy, candles, { mayStayIdle: true, cutPoints: 4 })
    expect(seen.length).toBeGreaterThan(0)
    expect(Math.min(...seen)).toBe(1)
  })
})

describe('a check that proves nothing is refused', () => {
  test('without decisions', () => {
    const idle = planned({})
    expect(() => assertNoLookahead(idle, flat(1, 5))).toThrow(
      'nothing to check: the strategy decided nothing on 5 candles of TEST 1d. Give candles on which it trades, or mayStayIdle: true',
    )
    expect(assertNoLookahead(idle, flat(1, 5), { mayStayIdle: true })).toMatchObject({ decisions: 0 })
  })

  test('with a strategy that remembers its last run', () => {
    let runs = 0
    const remembering = strategyOf((ctx) => {
      if (ctx.index === 0) runs++
      if (ctx.index === 2) ctx.buy({ quantity: runs })
    })
    expect(() => assertNoLookahead(remembering, flat(1, 5))).toThrow(
      [
        'the strategy is not the same twice: at candle 2 a second run over the same candles decides otherwise',
        '',
        '  first run   buy({ quantity: 1 })',
        '  second run  buy({ quantity: 2 })',
        '',
        'What a run remembers belongs inside setup, and chance or the clock into no strategy.',
      ].join('\n'),
    )
  })

  test('and a strategy that fails by itself fails as ever', () => {
    const failing = planned({ 2: () => JSON.parse('{') })
    expect(() => assertNoLookahead(failing, trend(1, 2, 5))).toThrow(
      expect.objectContaining({ code: 'strategy_failed' }),
    )
  })

  test('one candle has no future', () => {
    expect(assertNoLookahead(planned({ 0: (ctx) => ctx.buy({ quantity: 1 }) }), flat(1, 1)).checked).toEqual([])
  })
})

describe('several symbols', () => {
  const daily = (symbol: string, seed: number, offsetHours: number) => {
    const made = walk({ seed, length: 60, symbol, interval: '1d', volatility: 0.03 })
    for (const index of made.time.keys()) made.time[index]! += offsetHours * 3_600_000
    return made
  }
  // B opens in the middle of A's day, and hourly candles lie across both.
  const grids = [daily('A', 1, 0), daily('B', 2, 9), walk({ seed: 3, length: 600, symbol: 'H', interval: '1h' })]

  /** Holds A while the last close of B that `see` gives is above A's. */
  const compare =
    (see: (known: number, closes: Float64Array) => number, name: string) => (series: readonly CandleSeries[]) =>
      defineStrategy({
        name,
        params: z.object({}),
        setup({ market }) {
          const a = market('A').close
          const b = market('B').close
          return {
            onCandle(ctx) {
              if (a.length === 0 || b.length === 0) return
              const isHeld = ctx.positionOf('A').isOpen
              const wanted = see(b.length, series[1]!.close) > a.at(0)
              if (wanted && !isHeld) ctx.buy({ symbol: 'A', quantity: 1 })
              else if (!wanted && isHeld) ctx.sell({ symbol: 'A', percentOfPosition: 100 })
            },
          }
        },
      })

  test('pass where each is read up to its last close', () => {
    const { checked, decisions } = assertNoLookahead(
      compare((known, closes) => closes[known - 1]!, 'honest'),
      grids,
    )
    expect(decisions).toBeGreaterThan(3)
    expect(checked).toHaveLength(64)
  })

  test('fail where the candle that is under way is read', () => {
    const peeking = compare((known, closes) => closes[Math.min(known, closes.length - 1)]!, 'peeking')
    expect(() => assertNoLookahead(peeking, grids)).toThrow(
      /strategy "peeking" looks ahead: what it decides at candle \d+ \(/,
    )
  })

  test('fail where a strategy holds the very series', () => {
    const peeking = compare((known, closes) => closes[Math.min(known, closes.length - 1)]!, 'peeking')(grids)
    expect(() => assertNoLookahead(peeking, grids)).toThrow(/looks ahead/)
  })

  test('are named where nothing is decided', () => {
    const idle = strategyOf(() => undefined)
    expect(() => assertNoLookahead(idle, grids)).toThrow(
      /decided nothing on 60 candles of A 1d and 60 candles of B 1d and 600 candles of H 1h/,
    )
  })
})

test('finds by default one peek in 300 candles', () => {
  const long = walk({ seed: 11, length: 300, volatility: 0.01 })
  const peek = (series: CandleSeries): Strategy =>
    strategyOf((ctx) => {
      // A decision at every second candle, and one more that needs the next close.
      if (ctx.index % 2 === 1 || (ctx.index === 204 && series.close[205]! > 0)) ctx.buy({ quantity: 1 })
    }, 'one-peek')
  expect(() => assertNoLookahead(peek, long)).toThrow(/strategy "one-peek" looks ahead: what it decides at candle 204/)
  expect(() => assertNoLookahead(peek(long), long)).toThrow(/what it decides at candle 204/)
})
