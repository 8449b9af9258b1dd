import { backtest, createBacktest, defineStrategy, type View } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { candlesFrom, DAY_MS } from './fixtures/candles.ts'
import { planned, randomRun, seriesOf } from './fixtures/random-run.ts'
import { smaCross } from './fixtures/sample-strategies.ts'
import { scripted } from './fixtures/scripted.ts'

const candles = candlesFrom({ closes: [100, 101, 102] })
const strategy = scripted({})

describe('a run held open', () => {
  test('tells how far it is', () => {
    const run = createBacktest({ strategy, candles })
    expect([run.length, run.position, run.done]).toEqual([3, 0, false])
    run.step()
    expect([run.length, run.position, run.done]).toEqual([3, 1, false])
    run.step(100)
    expect([run.length, run.position, run.done]).toEqual([3, 3, true])
    run.step()
    expect(run.position).toBe(3)
  })

  test('is over at its end: another step calls nothing and changes nothing', () => {
    const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
    const options = { strategy: smaCross, candles: candlesFrom({ closes }) }
    const run = createBacktest(options)
    run.step(60)
    run.step()
    run.step(60)
    expect(JSON.stringify(run.result())).toBe(JSON.stringify(backtest(options)))
  })

  test('leaves views that see nothing, since their columns may serve the next run', () => {
    const kept: View[] = []
    const strategy = defineStrategy({
      name: 'keeper',
      params: z.object({}),
      setup({ candles, indicators }) {
        kept.push(candles.close, indicators.sma(candles.close, 1))
        return { onCandle: () => {} }
      },
    })
    backtest({ strategy, candles })
    expect(kept.map((view) => [view.at(0), view.length])).toEqual([
      [Number.NaN, 0],
      [Number.NaN, 0],
    ])
  })

  test('has no result before its end', () => {
    const run = createBacktest({ strategy, candles })
    run.step(2)
    expect(() => run.result()).toThrow('result: the run is at candle 2 of 3, step to the end first')
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses step(%d)', (count) => {
    const run = createBacktest({ strategy, candles })
    expect(() => run.step(count)).toThrow(`count must be a whole number from 1, received ${count}`)
    expect(run.position).toBe(0)
  })

  test('ends where backtest() ends, in whatever steps it gets there', () => {
    fc.assert(
      fc.property(randomRun(), fc.infiniteStream(fc.integer({ min: 1, max: 7 })), (random, steps) => {
        const { plan, account, execution } = random
        const options = { strategy: planned(plan), candles: seriesOf(random), account, execution }
        const run = createBacktest(options)
        while (!run.done) run.step(steps.next().value)
        expect(JSON.stringify(run.result())).toBe(JSON.stringify(backtest(options)))
      }),
    )
  })

  test('two runs of one strategy do not disturb each other', () => {
    const closes = Array.from({ length: 60 }, (_, index) => 100 + ((index * 7) % 13))
    const options = { strategy: smaCross, candles: candlesFrom({ closes }) }
    const [one, other] = [createBacktest(options), createBacktest(options)]
    while (!one.done) {
      one.step(5)
      other.step(5)
    }
    expect(one.result().manifest.digest).toBe(backtest(options).manifest.digest)
    expect(other.result().manifest.digest).toBe(backtest(options).manifest.digest)
  })
})

describe('the context', () => {
  test('tells index and open time of the candle that has just closed', () => {
    const seen: number[][] = []
    const look = (ctx: { index: number; time: number }) => void seen.push([ctx.index, ctx.time])
    backtest({ strategy: scripted({ 0: look, 2: look }), candles })
    expect(seen).toEqual([
      [0, 0],
      [2, 2 * DAY_MS],
    ])
  })

  test('marks equity at the close of that candle', () => {
    const seen: number[] = []
    const rising = candlesFrom({
      candles: [
        { open: 100, high: 100, low: 100, close: 100, volume: 1 },
        { open: 100, high: 130, low: 90, close: 120, volume: 1 },
      ],
    })
    const script = scripted({ 0: (ctx) => ctx.buy({ quantity: 2 }), 1: (ctx) => seen.push(ctx.equity, ctx.cash) })
    const result = backtest({ strategy: script, candles: rising, account: { initialCash: 1000, feeRate: 0 } })
    // Bought 2 at the open of 100: 800 in cash, 2 × 120 in position.
    expect(seen).toEqual([1040, 800])
    expect([...result.equity.equity]).toEqual([1000, 1040])
  })

  test('follows an order from its placement to its end', () => {
    const states: unknown[] = []
    const script = scripted({
      0: (ctx) => {
        states.push(ctx.orderState(1))
        const id = ctx.buy({ quantity: 1 })
        states.push(id, ctx.orderState(id), ctx.orderState(0), ctx.orderState(2), ctx.orderState(1.5))
      },
      1: (ctx) => {
        states.push(ctx.orderState(1), ctx.cancel(1), ctx.cancel(7))
        const id = ctx.buy({ quantity: 1, limit: 50 })
        states.push(ctx.cancel(id), ctx.orderState(id), ctx.cancel(id))
      },
    })
    backtest({ strategy: script, candles })
    expect(states).toEqual([
      null,
      1,
      { status: 'working', reason: null },
      null,
      null,
      null,
      { status: 'filled', reason: null },
      false,
      false,
      true,
      { status: 'cancelled', reason: 'cancelled_by_strategy' },
      false,
    ])
  })
})
