import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logarithm, logarithmOfRatio } from '../../../src/statistics/numeric/logarithm.ts'
import { normalProbability } from '../../../src/statistics/numeric/normal-distribution.ts'

const golden: { logarithm: [number, number][]; normal: [number, number][] } = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../golden', 'functions.json'), 'utf8'),
)

const UNIT = 2 ** -53

describe('logarithm', () => {
  it('is within 4 × 2^-53 of 80-digit decimal arithmetic', () => {
    expect(golden.logarithm.length).toBeGreaterThan(150)
    for (const [x, expected] of golden.logarithm) {
      expect(Math.abs(logarithm(x) - expected) / Math.abs(expected), `ln ${x}`).toBeLessThanOrEqual(4 * UNIT)
    }
  })

  it('is zero at one', () => {
    expect(logarithm(1)).toBe(0)
  })

  it('of a ratio keeps the digits of a small step', () => {
    // ln(1 + s) = s − s²/2 + s³/3, the steps being exact in doubles.
    const steps = fc.integer({ min: 1, max: 2 ** 20 }).map((n) => n * 2 ** -40)
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4000 }), (step, from) => {
        const expected = step - (step * step) / 2 + (step * step * step) / 3
        const actual = logarithmOfRatio(from * (1 + step), from)
        expect(Math.abs(actual - expected) / expected).toBeLessThan(1e-15 + UNIT / step)
      }),
    )
  })

  it('of a ratio is the negative of that of the inverse', () => {
    const positive = fc.double({ min: 1e-100, max: 1e100, noNaN: true })
    fc.assert(fc.property(positive, positive, (a, b) => logarithmOfRatio(a, b) === 0 - logarithmOfRatio(b, a)))
  })
})

describe('normalProbability', () => {
  it('is within 1e-15 of 80-digit decimal arithmetic, and within 1e-14 of it relatively in the lower tail', () => {
    expect(golden.normal.length).toBeGreaterThan(120)
    for (const [x, expected] of golden.normal) {
      const distance = Math.abs(normalProbability(x) - expected)
      expect(distance, `Φ(${x})`).toBeLessThanOrEqual(1e-15)
      if (x < -3) expect(distance / expected, `Φ(${x}), relatively`).toBeLessThanOrEqual(1e-14)
    }
  })

  it.each([
    [0, 0.5],
    [-50, 0],
    [50, 1],
    [-1e300, 0],
    [1e300, 1],
  ])('at %d is %d', (x, expected) => {
    expect(normalProbability(x)).toBe(expected)
  })

  it('never falls and has complements that add up to one', () => {
    const points = fc.double({ min: -9, max: 9, noNaN: true })
    fc.assert(
      fc.property(points, points, (a, b) => {
        expect(normalProbability(Math.min(a, b))).toBeLessThanOrEqual(normalProbability(Math.max(a, b)) + 2e-16)
        expect(Math.abs(normalProbability(a) + normalProbability(-a) - 1)).toBeLessThan(1e-15)
      }),
    )
  })
})
