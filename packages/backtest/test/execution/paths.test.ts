import { type BacktestOptions, createSeries, type StrategyContext } from '@tezgah/backtest'
import { describe, expect, test } from 'vitest'
import { type Candle, candle, candlesFrom, DAY_MS, flat } from '../fixtures/candles.ts'
import { pathLines, play } from '../fixtures/scripted.ts'

type Path = NonNullable<NonNullable<BacktestOptions['execution']>['path']>

/** Prices at which a long position's stop at 95 and its target at 105 trade, five units each. */
function longExits(path: Path, then: Candle, finer?: BacktestOptions['candles']): string[] {
  const detail = finer === undefined ? {} : { detail: finer as never }
  const result = play(
    [flat(100), flat(100), then],
    {
      0: (ctx) => ctx.buy({ quantity: 10 }),
      1: (ctx) => {
        ctx.sell({ quantity: 5, stop: 95 })
        ctx.sell({ quantity: 5, limit: 105 })
      },
    },
    { execution: { path, ...detail } },
  )
  return result.fills.slice(1).map(({ price }) => price)
}

const DOWN_FIRST = ['95', '105']
const UP_FIRST = ['105', '95']

describe('of a candle that meets the stop and the target of a long position', () => {
  test.each<[Path, string, Candle, string[]]>([
    ['worst', 'the low first', candle(100, 106, 94, 101), DOWN_FIRST],
    ['best', 'the high first', candle(100, 106, 94, 101), UP_FIRST],
    ['openHighLowClose', 'the high first', candle(100, 106, 94, 101), UP_FIRST],
    ['openLowHighClose', 'the low first', candle(100, 106, 94, 101), DOWN_FIRST],
    ['nearestExtremeFirst', 'the nearer high first', candle(100, 106, 93, 101), UP_FIRST],
    ['nearestExtremeFirst', 'the nearer low first', candle(100, 107, 94, 101), DOWN_FIRST],
    ['nearestExtremeFirst', 'the low of two as near', candle(100, 106, 94, 101), DOWN_FIRST],
    ['byColour', 'of a rising one the low first', candle(100, 106, 94, 101), DOWN_FIRST],
    ['byColour', 'of one that closes where it opened the low first', candle(100, 106, 94, 100), DOWN_FIRST],
    ['byColour', 'of a falling one the high first', candle(100, 106, 94, 99), UP_FIRST],
    ['best', 'an open at the high counts as having visited it', candle(104, 104, 94, 101), ['95']],
  ])('%s: %s', (path, _what, then, prices) => {
    expect(longExits(path, then)).toEqual(prices)
  })

  const halves = (first: Candle, second: Candle) => {
    const rows = [flat(100), flat(100), flat(100), flat(100), first, second]
    const column = (name: keyof Candle): number[] => rows.map((row) => row[name])
    return createSeries({
      symbol: 'BTCTRY',
      interval: '12h',
      time: rows.map((_, index) => (index * DAY_MS) / 2),
      open: column('open'),
      high: column('high'),
      low: column('low'),
      close: column('close'),
      volume: column('volume'),
    })
  }

  test('detail: the finer candles say which came first', () => {
    const whole = candle(100, 106, 94, 101)
    expect(longExits('detail', whole, halves(candle(100, 106, 99, 104), candle(104, 104, 94, 101)))).toEqual(UP_FIRST)
    expect(longExits('detail', whole, halves(candle(100, 102, 94, 99), candle(99, 106, 99, 101)))).toEqual(DOWN_FIRST)
  })

  test('detail: a finer candle that meets both is walked as worst', () => {
    const finer = halves(candle(100, 106, 94, 101), flat(101))
    expect(longExits('detail', candle(100, 106, 94, 101), finer)).toEqual(DOWN_FIRST)
  })

  test('detail: without finer candles inside it the candle is walked as worst', () => {
    const finer = candlesFrom({ closes: [100] })
    const hourly = createSeries({ ...finer, interval: '1h', time: [0], symbol: 'BTCTRY' })
    expect(longExits('detail', candle(100, 106, 94, 101), hourly)).toEqual(DOWN_FIRST)
  })

  test('detail: a limit that one finer candle only touches is crossed by a later one', () => {
    const finer = halves(candle(100, 105, 99, 104), candle(104, 106, 103, 104))
    expect(longExits('detail', candle(100, 106, 99, 104), finer)).toEqual(['105'])
  })

  test('detail: a finer open beyond the stop is a gap', () => {
    const finer = halves(candle(100, 101, 99, 99), candle(93, 94, 92, 93))
    expect(longExits('detail', candle(100, 101, 92, 93), finer)).toEqual(['93'])
  })
})

describe('worst', () => {
  const MARGIN = { account: { model: 'margin' as const } }
  const run = (act: (ctx: StrategyContext) => void, then: Candle, path: Path = 'worst') =>
    pathLines(play([flat(100), then], { 0: act }, { ...MARGIN, execution: { path } })).map((line) => line.split(' ')[4])

  test('with a short position goes to the high first', () => {
    const result = play(
      [flat(100), flat(100), candle(100, 106, 94, 100)],
      {
        0: (ctx) => ctx.sell({ quantity: 4 }),
        1: (ctx) => {
          ctx.buy({ quantity: 2, limit: 95 })
          ctx.buy({ quantity: 2, stop: 105 })
        },
      },
      MARGIN,
    )
    expect(result.fills.map(({ price }) => price)).toEqual(['100', '105', '95'])
  })

  const stops = (above: number, below: number) => (ctx: StrategyContext) => {
    ctx.buy({ quantity: 1, stop: above })
    ctx.sell({ quantity: 1, stop: below })
  }

  test.each([
    ['the nearer of two stops above', 103, 95, '103'],
    ['the nearer of two stops below', 105, 98, '98'],
    ['the lower of two as near', 105, 95, '95'],
    ['the only one within the candle above', 105, 90, '105'],
    ['the only one within the candle below', 110, 95, '95'],
  ])('while flat goes to %s', (_what, above, below, first) => {
    expect(run(stops(above, below), candle(100, 106, 94, 100))[0]).toBe(first)
  })

  test('while flat goes away from a limit order that waits to enter, so that its target gets only what is still owed', () => {
    const dip = (ctx: StrategyContext) => ctx.buy({ quantity: 1, limit: 95, takeProfit: 98 })
    expect(run(dip, candle(100, 106, 94, 96))).toEqual(['95'])
    expect(run(dip, candle(100, 106, 94, 96), 'best')).toEqual(['95', '98'])
    const spike = (ctx: StrategyContext) => ctx.sell({ quantity: 1, limit: 105, takeProfit: 102 })
    expect(run(spike, candle(100, 106, 94, 104))).toEqual(['105'])
    expect(run(spike, candle(100, 106, 94, 104), 'best')).toEqual(['105', '102'])
  })

  test('chooses anew after each fill: an entry above is followed by the fall that a long position fears', () => {
    const entry = (ctx: StrategyContext) => ctx.buy({ quantity: 1, stop: 103, stopLoss: 97 })
    expect(run(entry, candle(100, 106, 94, 105))).toEqual(['103', '97'])
    expect(run(entry, candle(100, 106, 94, 105), 'openLowHighClose')).toEqual(['103'])
  })
})

test('orders at one level: stops, then trailing stops, then limits, each by age, before the price turns', () => {
  const result = play(
    [flat(100), flat(100), candle(100, 106, 99, 100)],
    {
      0: (ctx) => ctx.buy({ quantity: 4 }),
      1: (ctx) => {
        ctx.sell({ quantity: 1, limit: 105 })
        ctx.sell({ quantity: 1, limit: 105 })
        ctx.buy({ quantity: 1, stop: 105 })
        ctx.sell({ quantity: 1, touch: 105 })
      },
    },
    { execution: { path: 'openHighLowClose' } },
  )
  expect(result.fills.map(({ orderId }) => orderId)).toEqual([1, 4, 5, 2, 3])
})

test('all orders at the very high trade there', () => {
  const result = play([flat(100), candle(100, 105, 99, 100)], {
    0: (ctx) => {
      ctx.buy({ quantity: 1, stop: 105 })
      ctx.buy({ quantity: 1, stop: 105 })
    },
  })
  expect(result.fills.map(({ price }) => price)).toEqual(['105', '105'])
})
