import { afterEach, describe, expect, test, vi } from 'vitest'
import { CandleWalk } from '../../src/execution/candle-walk.ts'
import { PriceLadder } from '../../src/storage/price-ladder.ts'
import { candle, flat } from '../fixtures/candles.ts'
import { play, type Script } from '../fixtures/scripted.ts'

afterEach(() => vi.restoreAllMocks())

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

describe('100,000 resting orders', () => {
  test('concern no candle that does not reach them', () => {
    const run = vi.spyOn(CandleWalk.prototype, 'run')
    const candles = Array.from({ length: 1000 }, (_, index) => candle(100, 101 + (index % 40), 99 - (index % 40), 100))
    const result = play(candles, { 0: placeMany }, ACCOUNT)
    expect(result.fills).toEqual([])
    // A margin account that may be liquidated looks at each candle; what it looks at is counted below.
    expect(run.mock.calls.length).toBeLessThanOrEqual(candles.length)
  })

  test('a spot account does not even look at such a candle', () => {
    const run = vi.spyOn(CandleWalk.prototype, 'run')
    const candles = Array.from({ length: 1000 }, () => candle(100, 101, 99, 100))
    play(candles, {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) ctx.buy({ quantity: '0.0001', limit: 50 + (count % 1000) / 100 })
      },
    })
    // Only the first: there they become resting orders.
    expect(run.mock.calls).toEqual([[1]])
  })

  test('a candle that reaches some takes out those and touches no other', () => {
    const remove = vi.spyOn(PriceLadder.prototype, 'remove')
    const push = vi.spyOn(PriceLadder.prototype, 'push')
    const reached = 25
    const result = play([flat(100), flat(100), flat(100), candle(100, 101, 89.5, 100), flat(100)], {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) ctx.buy({ quantity: '0.0001', limit: 50 + (count % 1000) / 100 })
        for (let count = 0; count < reached; count++) ctx.buy({ quantity: '0.0001', limit: 90 })
      },
    })
    expect(result.fills).toHaveLength(reached)
    expect(remove).toHaveBeenCalledTimes(reached)
    expect(push).toHaveBeenCalledTimes(COUNT + reached)
  })
})
