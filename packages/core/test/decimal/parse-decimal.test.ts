import {
  Decimal,
  decimalFromNumber,
  MAX_DECIMAL_DIGITS,
  parseDecimal,
  readDecimal,
  toDecimal,
} from '@tezgah/core/decimal'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Exact } from '../fixtures/exact.ts'
import { decimalText } from './arbitraries.ts'

describe('from text', () => {
  test('what is spelled out reads back as the same text', () => {
    fc.assert(
      fc.property(decimalText(), (text) => {
        const spelled = parseDecimal(text)!.toString()
        expect(spelled).toBe(new Exact(text).toString().replace(/^-0$/, '0'))
        expect(parseDecimal(spelled)!.toString(), 'spelled once more').toBe(spelled)
      }),
    )
  })

  test('exponents mean what they mean to decimal.js', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -999_999, max: 999_999 }),
        fc.integer({ min: -50, max: 50 }),
        (digits, exponent) => {
          const text = `${digits}e${exponent}`
          expect(parseDecimal(text)!.toString()).toBe(new Exact(text).toString())
        },
      ),
    )
  })

  test.each([
    ['1', '1'],
    ['+1', '1'],
    ['-1', '-1'],
    ['-0', '0'],
    ['0001.50', '1.5'],
    ['1e3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['1e+2', '100'],
  ])('%s is %s', (text, expected) => {
    expect(parseDecimal(text)!.toString()).toBe(expected)
  })

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1\n',
    '.',
    '.5',
    '1.',
    '1,5',
    '1_000',
    '0x10',
    '1n',
    'NaN',
    'Infinity',
    '--1',
    '+-1',
  ])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test.each(['1e', 'e1', '1e1.5', '1e1000', '1e-1000', '1e99999999999', '٣', '1e--1'])('refuses %j', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test.each([
    ['digits before the point', '9'.repeat(MAX_DECIMAL_DIGITS), '9'.repeat(MAX_DECIMAL_DIGITS + 1)],
    ['digits after the point', `0.${'1'.repeat(MAX_DECIMAL_DIGITS - 1)}`, `0.${'1'.repeat(MAX_DECIMAL_DIGITS)}`],
    ['a high exponent', `1e${MAX_DECIMAL_DIGITS - 1}`, `1e${MAX_DECIMAL_DIGITS}`],
    ['a low exponent', `1e-${MAX_DECIMAL_DIGITS - 1}`, `1e-${MAX_DECIMAL_DIGITS}`],
    ['digits that an exponent hides', `1.${'1'.repeat(59)}e59`, `1.${'1'.repeat(100)}e100`],
  ])('takes 60 digits and not more: %s', (_what, within, beyond) => {
    expect(parseDecimal(within)).not.toBeNull()
    expect(parseDecimal(beyond)).toBeNull()
  })

  test('a hostile text of millions of digits is refused without reading it', () => {
    const text = '1'.repeat(5_000_000)
    expect(parseDecimal(text)).toBeNull()
    expect(parseDecimal(`0.${text}`)).toBeNull()
  })
})

describe('from a number', () => {
  const shortest = (value: number): string => new Exact(String(value)).toString().replace(/^-0$/, '0')

  test('is the shortest spelling of any double', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(decimalFromNumber(value).toString()).toBe(shortest(value))
      }),
      { numRuns: 3000 },
    )
  })

  test('is the shortest spelling of prices and quantities as people write them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999_999_999 }),
        fc.integer({ min: 0, max: 15 }),
        (digits, scale) => {
          const value = Number(`${digits}e-${scale}`)
          expect(decimalFromNumber(value).toString()).toBe(shortest(value))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test.each([
    [0, '0'],
    [-0, '0'],
    [0.1, '0.1'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1.005, '1.005'],
    [-2.5, '-2.5'],
    [1e-7, '0.0000001'],
    [1.5e-7, '0.00000015'],
    [1e21, '1000000000000000000000'],
    [1.2e21, '1200000000000000000000'],
    [123_456_789_012_345_680_000, '123456789012345680000'],
    [999_999_999_999_999, '999999999999999'],
    [2 ** 53, '9007199254740992'],
    [Number.MIN_VALUE, `0.${'0'.repeat(323)}5`],
    [Number.MAX_VALUE, `17976931348623157${'0'.repeat(292)}`],
  ])('%d gives its shortest spelling', (value, expected) => {
    expect(decimalFromNumber(value).toString()).toBe(expected)
  })
})

test('takes a number for its shortest spelling and a text for what it spells', () => {
  expect(toDecimal(0.1)).toEqual(new Decimal(1n, 1))
  expect(toDecimal('0.0010')).toEqual(new Decimal(1n, 3))
  expect(toDecimal('x')).toBeNull()
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d is no decimal', (value) => {
  expect(toDecimal(value)).toBeNull()
})

test('what is neither text nor number is no decimal, even with a valueOf', () => {
  const hostile: unknown[] = [
    null,
    undefined,
    true,
    5n,
    ['5'],
    { valueOf: () => 5, toString: () => '5' },
    new String('5'),
  ]
  for (const value of hostile) expect(toDecimal(value as string)).toBeNull()
})

test('reads back what a decimal was written as, with any number of digits', () => {
  fc.assert(
    fc.property(decimalText(), (text) => {
      expect(readDecimal(parseDecimal(text)!.toString()).compare(parseDecimal(text)!)).toBe(0)
    }),
  )
  expect(readDecimal(`-0.${'0'.repeat(80)}1`).units).toBe(-1n)
})
