import { afterEach, describe, expect, test, vi } from 'vitest'
import { Market } from '../../src/execution/market.ts'
import { MatchingEngine } from '../../src/execution/matching-engine.ts'
import { OrderManager } from '../../src/execution/order-manager.ts'
import { OrderHeap } from '../../src/storage/order-heap.ts'
import { candle, DAY_MS, flat } from '../fixtures/candles.ts'
import { play, type Script } from '../fixtures/scripted.ts'

let undo: (() => void)[] = []

afterEach(() => {
  vi.restoreAllMocks()
  for (const restore of undo) restore()
  undo = []
})

/** Counts calls of methods; a spy would keep the arguments of each. */
function countCalls<Name extends string>(
  target: Record<Name, (...args: never[]) => unknown>,
  names: readonly Name[],
): Record<Name, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>
  for (const name of names) {
    const original = target[name]
    target[name] = function (this: unknown, ...args: never[]) {
      counts[name]++
      return original.apply(this, args)
    }
    undo.push(() => {
      target[name] = original
    })
  }
  return counts
}

const COUNT = 100_000
const ACCOUNT = { account: { model: 'margin' as const } }

/** Far more orders than a candle can touch: buys below 50 and above 150, sells likewise. */
const placeMany: Script[number] = (ctx) => {
  for (let count = 0; count < COUNT; count += 4) {
    const away = (count % 1000) / 100
    ctx.buy({ quantity: 1, limit: 50 - away })
    ctx.buy({ quantity: 1, stop: 150 + away })
    ctx.sell({ quantity: 1, limit: 150 + away })
    ctx.sell({ quantity: 1, touch: 150 + away })
  }
}

describe('100,000 resting orders', { timeout: 60_000 }, () => {
  test('concern no candle that does not reach them', () => {
    const counts = countCalls(OrderHeap.prototype, ['push', 'pop', 'remove', 'peek'])
    const listed = vi.spyOn(OrderManager.prototype, 'working')
    const candles = Array.from({ length: 1000 }, (_, index) => candle(100, 101 + (index % 40), 99 - (index % 40), 100))
    const result = play(candles, { 0: placeMany }, ACCOUNT)
    expect(result.fills).toEqual([])
    // A margin account, which may be liquidated, enters each candle, but looks at no order there.
    expect(counts).toEqual({ push: COUNT, pop: 0, remove: 0, peek: 0 })
    expect(listed).not.toHaveBeenCalled()
  })

  test('a spot account does not even look at such a candle', () => {
    const run = vi.spyOn(MatchingEngine.prototype, 'run')
    const candles = Array.from({ length: 1000 }, () => candle(100, 101, 99, 100))
    play(candles, {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) ctx.buy({ quantity: '0.0001', limit: 50 + (count % 1000) / 100 })
      },
    })
    // Only the first: there they become resting orders.
    expect(run.mock.calls).toEqual([[1]])
  })

  test('that a date ends are looked at when the first date has come', () => {
    const looked = vi.spyOn(Market.prototype, 'takeExpired')
    const candles = Array.from({ length: 1000 }, () => candle(100, 101, 99, 100))
    const result = play(candles, {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) {
          ctx.buy({ quantity: '0.0001', limit: 50, goodTill: (count % 2 === 0 ? 400 : 800) * DAY_MS })
        }
      },
    })
    expect(looked).toHaveBeenCalledTimes(2)
    expect(result.orders.map(({ closedIndex }) => closedIndex).slice(0, 2)).toEqual([400, 800])
  })

  test('a candle that reaches some takes out those and touches no other', () => {
    const counts = countCalls(OrderHeap.prototype, ['push', 'remove'])
    const reached = 25
    const result = play([flat(100), flat(100), flat(100), candle(100, 101, 89.5, 100), flat(100)], {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) ctx.buy({ quantity: '0.0001', limit: 50 + (count % 1000) / 100 })
        for (let count = 0; count < reached; count++) ctx.buy({ quantity: '0.0001', limit: 90 })
      },
    })
    expect(result.fills).toHaveLength(reached)
    expect(counts).toEqual({ push: COUNT + reached, remove: reached })
  })
})
