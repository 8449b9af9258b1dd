import {
  ceilQuotient,
  ceilToStep,
  type Decimal,
  floorQuotient,
  floorToStep,
  isMultipleOf,
  parseDecimal,
} from '@tezgah/core/decimal'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact } from '../fixtures/exact.ts'
import { positiveText } from './arbitraries.ts'

const decimal = (text: string): Decimal => parseDecimal(text)!
const exact = (text: string): Exact => new Exact(text)

test('a quotient is the largest multiple of the step that does not exceed the true one', () => {
  fc.assert(
    fc.property(positiveText(), positiveText(), positiveText(), (dividend, divisor, step) => {
      const quotient = floorQuotient(decimal(dividend), decimal(divisor), decimal(step)).toString()
      expect(exact(quotient).times(divisor).lessThanOrEqualTo(dividend), 'does not exceed').toBe(true)
      expect(exact(quotient).plus(step).times(divisor).greaterThan(dividend), 'one step more does').toBe(true)
      expect(exact(quotient).modulo(step).isZero(), 'is a multiple of the step').toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test.each([
  // 999 / 100.1 = 9.98001998…, a rounding to the nearest would give 9.9801 at the fourth decimal of the second row.
  ['999', '100.1', '1', '9'],
  ['1000', '100.1', '0.0001', '9.99'],
  ['2', '3', '0.01', '0.66'],
  ['10', '2.5', '1', '4'],
  ['10', '2.5', '3', '3'],
  ['0', '7', '0.1', '0'],
  ['0.09', '1', '0.1', '0'],
  ['1.123456789', '1', '1', '1'],
  ['1.123456789', '0.3', '0.25', '3.5'],
])('%s / %s in steps of %s is %s', (dividend, divisor, step, expected) => {
  expect(floorQuotient(decimal(dividend), decimal(divisor), decimal(step)).toString()).toBe(expected)
})

test('rounds down to a step, and keeps a multiple as it is', () => {
  expect(floorToStep(decimal('1.999'), decimal('0.5')).toString()).toBe('1.5')
  expect(floorToStep(decimal('1.5'), decimal('0.5')).toString()).toBe('1.5')
  expect(floorToStep(decimal('0.000000019'), decimal('0.00000001')).toString()).toBe('0.00000001')
})

test('a quotient rounded up is the smallest multiple of the step that is not below the true one', () => {
  fc.assert(
    fc.property(positiveText(), positiveText(), positiveText(), (dividend, divisor, step) => {
      const quotient = ceilQuotient(decimal(dividend), decimal(divisor), decimal(step)).toString()
      expect(exact(quotient).times(divisor).greaterThanOrEqualTo(dividend), 'is not below').toBe(true)
      expect(exact(quotient).minus(step).times(divisor).lessThan(dividend), 'one step less is').toBe(true)
      expect(exact(quotient).modulo(step).isZero(), 'is a multiple of the step').toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test('rounds up to a step, and recognises a multiple', () => {
  expect(ceilToStep(decimal('1.001'), decimal('0.5')).toString()).toBe('1.5')
  expect(ceilToStep(decimal('1.5'), decimal('0.5')).toString()).toBe('1.5')
  expect(isMultipleOf(decimal('1.5'), decimal('0.5'))).toBe(true)
  expect(isMultipleOf(decimal('1.50000001'), decimal('0.5'))).toBe(false)
  expect(isMultipleOf(decimal('0'), decimal('0.5'))).toBe(true)
})
