import { defineStrategy, type Strategy, type StrategyContext, type StrategyHandlers } from '@tezgah/backtest'
import { flat } from '@tezgah/backtest/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type Decision, decisionsOf, Recorder } from '../../src/testing/decisions.ts'
import { planned } from './strategies.ts'

const candles = flat(10, 6)

function callsOf(strategy: Strategy, count = candles.length): string[] {
  return decisionsOf(strategy, candles, {}, count).map(({ index, call }) => `${index} ${call}`)
}

describe('decisions', () => {
  test('are calls with all their terms, by candle and time', () => {
    const strategy = planned({
      1: (ctx) => {
        ctx.buy({ quantity: '1.50', limit: 9.5, tag: 'dip "deep"' })
        ctx.close()
      },
      2: (ctx) => ctx.close({ tag: 'out' }),
      3: (ctx) => ctx.cancelAll(),
    })
    expect(callsOf(strategy)).toEqual([
      '1 buy({ quantity: "1.50", limit: 9.5, tag: "dip \\"deep\\"" })',
      '1 close()',
      '2 close({ tag: "out" })',
      '3 cancelAll()',
    ])
    expect(decisionsOf(strategy, candles, {}, 6)[0]!.time).toBe(candles.time[1])
  })

  test('are all of the first candles, and none after them', () => {
    const strategy = planned({ 1: (ctx) => ctx.cancelAll(), 2: (ctx) => ctx.cancelAll() })
    expect(callsOf(strategy, 2)).toEqual(['1 cancelAll()'])
  })

  test('name an order by its candle, and an unknown one by its id', () => {
    const strategy = planned({
      1: (ctx) => {
        ctx.buy({ quantity: 1, limit: 1 })
        ctx.buy({ quantity: 1, limit: 1 })
      },
      2: (ctx) => ctx.buy({ quantity: 1, limit: 1 }),
      3: (ctx) => [1, 2, 3, 4].map((id) => ctx.cancel(id)),
    })
    expect(callsOf(strategy).slice(3)).toEqual([
      '3 cancel(order of candle 1)',
      '3 cancel(order 2 of candle 1)',
      '3 cancel(order of candle 2)',
      '3 cancel(4)',
    ])
  })

  test('know the orders of a call that places several', () => {
    const context = { index: 4, time: 0, buy() {}, both: () => [1, 2], cancel() {} }
    const decisions: Decision[] = []
    const handlers = new Recorder(decisions, 10).handlers({
      onCandle(ctx) {
        ;(ctx as unknown as typeof context).both()
        ctx.cancel(2)
      },
    })
    handlers.onCandle(context as unknown as StrategyContext)
    expect(decisions.map(({ call }) => call)).toEqual(['both()', 'cancel(order 2 of candle 14)'])
  })

  test('are not what is only asked', () => {
    expect(callsOf(planned({ 1: (ctx) => [ctx.orderState(1), ctx.cash, ctx.position.quantity] }))).toEqual([])
  })

  test('are recorded where a handler is a method of a class, takes its context apart, or is frozen', () => {
    class Handlers {
      readonly #size = 2
      onCandle({ buy, index }: Parameters<ReturnType<Strategy['setup']>['onCandle']>[0]): void {
        if (index === 1) buy({ quantity: this.#size })
      }
    }
    const define = (setup: Strategy['setup']) => defineStrategy({ name: 'x', params: z.object({}), setup })
    expect(callsOf(define(() => new Handlers()))).toEqual(['1 buy({ quantity: 2 })'])
    const frozen = define(() =>
      Object.freeze<StrategyHandlers>({ onCandle: (ctx) => void (ctx.index === 1 && ctx.cancelAll()) }),
    )
    expect(callsOf(frozen)).toEqual(['1 cancelAll()'])
  })

  test('leave what a strategy sees as it was', () => {
    const seen: unknown[] = []
    callsOf(
      planned({
        0: (ctx) => seen.push(ctx.buy({ quantity: 1 }), ctx.cancel(9), ctx.close(), 'buy' in ctx),
        1: (ctx) => seen.push(ctx.orderState(1), ctx.position.isOpen, ctx.index),
      }),
    )
    expect(seen).toEqual([1, false, null, true, { status: 'filled', reason: null }, true, 1])
  })

  test('are not of a setup that gives no handlers', () => {
    const broken = { ...planned({}), setup: () => undefined } as unknown as Strategy
    expect(() => callsOf(broken)).toThrow(/setup must return an object with onCandle/)
  })
})
