import { Decimal, larger, parseDecimal, percentOf, powerOfTen, smaller } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, spelled } from '../fixtures/exact.ts'
import { decimalText } from './arbitraries.ts'

const decimal = (text: string): Decimal => parseDecimal(text)!
const exact = (text: string): Exact => new Exact(text)

test('sums, differences and products are those of decimal.js, to the last digit', () => {
  fc.assert(
    fc.property(decimalText(), decimalText(), (a, b) => {
      expect(decimal(a).plus(decimal(b)).toString()).toBe(spelled(exact(a).plus(b)))
      expect(decimal(a).minus(decimal(b)).toString()).toBe(spelled(exact(a).minus(b)))
      expect(decimal(a).times(decimal(b)).toString()).toBe(spelled(exact(a).times(b)))
    }),
    { numRuns: 1000 },
  )
})

test('comparison, sign, the smaller and the larger one are those of decimal.js', () => {
  fc.assert(
    fc.property(decimalText(), decimalText(), (a, b) => {
      expect(Math.sign(decimal(a).compare(decimal(b)))).toBe(exact(a).comparedTo(b))
      expect(decimal(a).isZero).toBe(exact(a).isZero())
      expect(decimal(a).isPositive).toBe(exact(a).greaterThan(0))
      expect(smaller(decimal(a), decimal(b)).toString()).toBe(spelled(Exact.min(a, b)))
      expect(larger(decimal(a), decimal(b)).toString()).toBe(spelled(Exact.max(a, b)))
      expect(decimal(a).negated().toString()).toBe(spelled(exact(a).negated()))
      expect(decimal(a).abs().toString()).toBe(spelled(exact(a).abs()))
    }),
  )
})

test('equal values of different scales compare as equal', () => {
  expect(new Decimal(100n, 2).compare(new Decimal(1n, 0))).toBe(0)
  expect(new Decimal(1n, 0).compare(new Decimal(100n, 2))).toBe(0)
  expect(new Decimal(-1n, 20).compare(new Decimal(0n, 0))).toBeLessThan(0)
})

test.each([
  [0n, 0, '0'],
  [0n, 18, '0'],
  [-5n, 2, '-0.05'],
  [1200n, 2, '12'],
  [1230n, 2, '12.3'],
  [1_000_000n, 0, '1000000'],
  [123_456_789_012_345_678n, 18, '0.123456789012345678'],
  [10n ** 40n, 0, `1${'0'.repeat(40)}`],
])('%d units at scale %d are spelled %s', (units, scale, expected) => {
  expect(new Decimal(units, scale).toString()).toBe(expected)
})

test('a mark is the double nearest to the exact value, or its neighbour', () => {
  fc.assert(
    fc.property(decimalText(), (text) => {
      const nearest = Number(text)
      const difference = Math.abs(decimal(text).toNumber() - nearest)
      expect(difference).toBeLessThanOrEqual(Math.abs(nearest) * Number.EPSILON)
    }),
    { numRuns: 1000 },
  )
})

test('a mark of more digits and decimals than a double knows is as near', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 90n), max: 10n ** 90n }), fc.integer({ min: 0, max: 90 }), (units, scale) => {
      const value = new Decimal(units, scale)
      const nearest = Number(value.toString())
      expect(Math.abs(value.toNumber() - nearest)).toBeLessThanOrEqual(Math.abs(nearest) * Number.EPSILON)
    }),
    { numRuns: 1000 },
  )
})

test('trailing zeros beyond the 22nd decimal do not change a mark', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 10n ** 20n, max: 10n ** 40n }), fc.integer({ min: 1, max: 30 }), (units, zeros) => {
      expect(new Decimal(units * powerOfTen(zeros), 22 + zeros).toNumber()).toBe(new Decimal(units, 22).toNumber())
    }),
  )
})

test.each([
  ['10^310 × 10^-20', 10n ** 310n, 20, 1e290],
  ['-10^310 × 10^-20', -(10n ** 310n), 20, -1e290],
  ['10^640 × 10^-340', 10n ** 640n, 340, 1e300],
  ['10^308', 10n ** 308n, 0, 1e308],
  ['10^309', 10n ** 309n, 0, Number.POSITIVE_INFINITY],
  ['10^-323', 1n, 323, 1e-323],
  ['10^-400', 1n, 400, 0],
])('a mark does not overflow on the way: %s', (_what, units, scale, expected) => {
  expect(new Decimal(units, scale).toNumber()).toBe(expected)
})

test('a mark never changes its sign on the way to a double', () => {
  expect(decimal('-0.000000000000000000000001').toNumber()).toBeLessThan(0)
  expect(new Decimal(-1n, 300).toNumber()).toBeLessThan(0)
  expect(new Decimal(0n, 30).toNumber()).toBe(0)
})

test('powers of ten are exact in any order of asking', () => {
  expect(powerOfTen(40)).toBe(10n ** 40n)
  expect(powerOfTen(0)).toBe(1n)
  expect(powerOfTen(23)).toBe(10n ** 23n)
})

test('a fixed number of decimals is that of decimal.js, a half away from zero', () => {
  fc.assert(
    fc.property(decimalText(), fc.integer({ min: 0, max: 30 }), (text, places) => {
      expect(decimal(text).toFixed(places)).toBe(
        exact(text)
          .toFixed(places)
          .replace(/^-(0\.?0*)$/, '$1'),
      )
      expect(decimal(text).toFixed()).toBe(decimal(text).toString())
    }),
    { numRuns: 1000 },
  )
})

test.each([
  ['2.5', 0, '3'],
  ['-2.5', 0, '-3'],
  ['0.005', 2, '0.01'],
  ['-0.004', 2, '0.00'],
  ['12', 3, '12.000'],
  ['0', 2, '0.00'],
])('%s with %d decimals is %s', (text, places, expected) => {
  expect(decimal(text).toFixed(places)).toBe(expected)
})

test('a percentage is exact, and all of a value is the value', () => {
  const whole = decimal('123.45')
  expect(percentOf(decimal('100'), whole)).toBe(whole)
  expect(percentOf(decimal('12.5'), whole).toString()).toBe('15.43125')
  expect(percentOf(decimal('50'), whole).toString()).toBe('61.725')
  expect(percentOf(new Decimal(100n, 1), whole).toString()).toBe('12.345')
})
