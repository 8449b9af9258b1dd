import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { uniformFrom } from '../../src/execution/triggers.ts'
import { candle, flat } from '../fixtures/candles.ts'
import { play } from '../fixtures/scripted.ts'

const COUNT = 2000
const TOUCHED = [flat(100), candle(100, 101, 95, 99)]

/** Ids of the orders that filled, of many limits at 95 which the candle touches; those in `without` are cancelled first. */
function filled(touchProbability: number, seed = 0, without: (id: number) => boolean = () => false): number[] {
  const result = play(
    TOUCHED,
    {
      0: (ctx) => {
        for (let count = 0; count < COUNT; count++) ctx.buy({ quantity: '0.001', limit: 95 })
        for (let id = 1; id <= COUNT; id++) if (without(id)) ctx.cancel(id)
      },
    },
    { seed, execution: { limitFill: 'touchWithProbability', touchProbability } },
  )
  return result.fills.map(({ orderId }) => orderId)
}

describe('touchWithProbability', () => {
  test.each([0.1, 0.3, 0.5, 0.9])('fills about %d of many orders that are touched', (probability) => {
    // Four standard deviations of a binomial share.
    const tolerance = 4 * Math.sqrt((probability * (1 - probability)) / COUNT)
    expect(Math.abs(filled(probability).length / COUNT - probability)).toBeLessThan(tolerance)
  })

  test('of 0 is cross, of 1 is touch', () => {
    expect(filled(0)).toEqual([])
    expect(filled(1)).toHaveLength(COUNT)
  })

  test('is the same again, and another with another seed', () => {
    expect(filled(0.3)).toEqual(filled(0.3))
    expect(filled(0.3, 1)).not.toEqual(filled(0.3))
  })

  test('does not hang on which other orders there are', () => {
    const isEven = (id: number) => id % 2 === 0
    expect(filled(0.3, 0, isEven)).toEqual(filled(0.3).filter((id) => !isEven(id)))
  })

  test('a limit that is crossed fills whatever the draw', () => {
    const result = play(
      [flat(100), candle(100, 101, 94, 99)],
      { 0: (ctx) => ctx.buy({ quantity: 1, limit: 95 }) },
      { execution: { limitFill: 'touchWithProbability', touchProbability: 0 } },
    )
    expect(result.fills).toHaveLength(1)
  })

  test('the higher the chance, the more orders fill, and never fewer of them', () => {
    const rare = new Set(filled(0.2))
    const often = new Set(filled(0.6))
    expect([...rare].every((id) => often.has(id))).toBe(true)
  })
})

describe('the draw', () => {
  test('is from 0 up to, not including, 1', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.nat(), fc.nat(), (seed, order, index) => {
        const draw = uniformFrom(seed, order, index)
        expect(draw).toBeGreaterThanOrEqual(0)
        expect(draw).toBeLessThan(1)
      }),
    )
  })

  test('of one order is anew in each candle: the share over many is even', () => {
    const below = Array.from({ length: 10_000 }, (_, index) => uniformFrom(7, 1, index)).filter((draw) => draw < 0.25)
    expect(Math.abs(below.length / 10_000 - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 10_000))
  })
})
