import { readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { power } from '../../../src/statistics/numeric/power.ts'
import { ulpsBetween } from '../ulps.ts'

const golden: [number, number, number][] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../golden', 'power.json'), 'utf8'),
)

/** p/q rounded to the nearest double, by long division of integers: no floating point before the last step. */
function nearestDouble(numerator: bigint, denominator: bigint): number {
  const shift = denominator.toString(2).length - numerator.toString(2).length + 60
  const quotient = shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift))
  let value = Number(quotient | 1n) // a sticky bit, so that a cut-off rest cannot turn into a tie
  for (let i = 0; i < Math.abs(shift); i++) value *= shift > 0 ? 0.5 : 2
  return value
}

describe('power', () => {
  it('rounds correctly where 80-digit decimal arithmetic knows the result', () => {
    expect(golden.length).toBeGreaterThan(200)
    for (const [base, exponent, expected] of golden) {
      const isSubnormal = expected < 2 ** -1022
      const distance = ulpsBetween(power(base, exponent), expected)
      expect(distance, `${base} ^ ${exponent}`).toBeLessThanOrEqual(isSubnormal ? 1 : 0)
    }
  })

  it('rounds whole powers of fractions as exact integer arithmetic does', () => {
    const whole = fc.integer({ min: 1, max: 2 ** 26 })
    fc.assert(
      fc.property(whole, fc.integer({ min: 0, max: 26 }), fc.integer({ min: 1, max: 24 }), (top, places, exponent) => {
        const exact = nearestDouble(BigInt(top) ** BigInt(exponent), 2n ** BigInt(places * exponent))
        expect(ulpsBetween(power(top / 2 ** places, exponent), exact)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('is exact for powers of two', () => {
    let expected = 1
    for (let n = 0; n <= 1023; n++, expected *= 2) expect(power(2, n)).toBe(expected)
    expected = 1
    for (let n = 0; n <= 1074; n++, expected /= 2) expect(power(2, -n)).toBe(expected)
  })

  it('agrees with the square root at an exponent of one half', () => {
    const positive = fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true })
    fc.assert(fc.property(positive, (x) => ulpsBetween(power(x, 0.5), Math.sqrt(x)) <= 1))
  })

  it('stays within a few units in the last place of Math.pow, whose last digits belong to the engine', () => {
    const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true })
    const exponents = fc.double({ min: -30, max: 30, noNaN: true })
    fc.assert(
      fc.property(positive, exponents, (x, y) => {
        const reference = x ** y
        fc.pre(reference > 1e-300 && reference < 1e300)
        expect(ulpsBetween(power(x, y), reference)).toBeLessThanOrEqual(4)
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    [7.25, 0, 1],
    [1, 123456.789, 1],
    [1, -1e300, 1],
    [7.25, 1, 7.25],
    [5e-324, 1, 5e-324],
    [Number.MAX_VALUE, 1, Number.MAX_VALUE],
    [5e-324, -1, Number.POSITIVE_INFINITY],
    [2, 1024, Number.POSITIVE_INFINITY],
    [2, -1075.5, 0],
    [2, -1076, 0],
    [1.0000000000000002, 1e300, Number.POSITIVE_INFINITY],
    [0.9999999999999999, 1e300, 0],
    [1.5, 1e-320, 1],
    [1e-300, 1e-300, 1],
  ])('%d to the power of %d is %d', (base, exponent, expected) => {
    expect(power(base, exponent)).toBe(expected)
  })

  it('refuses a base that is not above zero and numbers that are not finite', () => {
    for (const base of [0, -0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => power(base, 2)).toThrow(`power: base must be a finite number above zero, received ${base}`)
    }
    for (const exponent of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => power(2, exponent)).toThrow(`power: exponent must be a finite number, received ${exponent}`)
    }
  })
})
