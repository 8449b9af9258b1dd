import { divideHalfUp, fixedPoint, formatUnits, maxOf, minOf } from '@tezgah/core/fixed-point'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Exact } from './fixtures/exact.ts'

const { format, parse } = fixedPoint(18)

describe('eighteen places, texts without needless zeros', () => {
  it.each([
    '',
    '.',
    '1.',
    '.5',
    '01',
    '00',
    '-01',
    '+1',
    ' 1',
    '1 ',
    '1e5',
    '1E-5',
    '0x1',
    'NaN',
    'Infinity',
    '-',
    '--1',
    '1.2.3',
    '1,5',
    '1_000',
    '٣',
    '１',
    '0.1234567890123456789',
    '1'.repeat(41),
    `${'1'.repeat(23)}.${'1'.repeat(18)}`,
    `-${'1'.repeat(41)}`,
  ])('refuses %j', (text) => {
    expect(parse(text)).toBeNull()
  })

  it.each([0, 1, null, undefined, 1n, {}, ['1'], true])('refuses %s, which is not a text', (value) => {
    expect(parse(value)).toBeNull()
  })

  it.each([
    '0',
    '-0',
    '1'.repeat(40),
    `-${'9'.repeat(40)}`,
    `${'9'.repeat(22)}.${'9'.repeat(18)}`,
    '123456789012345',
    '1234567890123456',
  ])('takes %s exactly', (text) => {
    expect(new Exact(format(parse(text)!)).eq(text)).toBe(true)
  })

  it('is exact for every text that it takes, and its text leads back', () => {
    const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,21})(?:\.\d{1,18})?$/)
    fc.assert(
      fc.property(digits, fc.boolean(), (plain, minus) => {
        const text = minus ? `-${plain}` : plain
        const amount = parse(text)!
        expect(amount.toString()).toBe(new Exact(text).times('1e18').plus(0).toFixed(0).replace(/^-0$/, '0'))
        expect(parse(format(amount))).toBe(amount)
        expect(format(amount)).toBe(new Exact(text).plus(0).toFixed().replace(/^-0$/, '0'))
      }),
      { numRuns: 5000 },
    )
  })
})

describe('sixteen places, texts with zeros in front', () => {
  const amounts = fixedPoint(16, { maxDigits: 46, maxWholeDigits: 30, leadingZeros: true })

  it.each([
    ['007', '7'],
    ['-0.50', '-0.5'],
    [`${'9'.repeat(30)}.${'9'.repeat(16)}`, `${'9'.repeat(30)}.${'9'.repeat(16)}`],
    ['0000000000000000000000000001.5', '1.5'],
    ['-0', '0'],
  ])('reads %s as %s', (text, spelled) => {
    expect(amounts.format(amounts.read(text))).toBe(spelled)
  })

  it.each(['1'.repeat(31), `0.${'1'.repeat(17)}`, '1e5', '', '-', '1.', '.5', '+1'])('refuses %j', (text) => {
    expect(amounts.parse(text)).toBeNull()
    expect(() => amounts.read(text)).toThrow(RangeError)
  })

  const units = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
  const unsigned = fc.bigInt({ min: 0n, max: 10n ** 30n })

  it('formats, multiplies and counts places as decimal.js does', () => {
    fc.assert(
      fc.property(units, unsigned, unsigned, fc.integer({ min: 0, max: 16 }), (value, a, b, decimals) => {
        const exact = new Exact(formatUnits(value, 16))
        expect(exact.times('1e16').toFixed()).toBe(String(value))
        expect(amounts.toFixed(value, decimals)).toBe(
          exact.toFixed(decimals, Exact.ROUND_DOWN).replace(/^-(0\.?0*)$/, '$1'),
        )
        expect(amounts.placesOf(value)).toBe(exact.decimalPlaces())
        expect(amounts.toNumber(value)).toBe(Number(exact.toFixed()))
        const product = new Exact(String(a)).times(String(b)).div('1e16')
        expect(String(amounts.multiplyDown(a, b))).toBe(product.toFixed(0, Exact.ROUND_DOWN))
        expect(String(amounts.multiplyUp(a, b))).toBe(product.toFixed(0, Exact.ROUND_UP))
      }),
      { numRuns: 1000 },
    )
  })

  it('takes the nearest value of a double', () => {
    expect(amounts.format(amounts.fromNumber(0.1, 16))).toBe('0.1')
    expect(amounts.format(amounts.fromNumber(1234.5678, 2))).toBe('1234.57')
    expect(amounts.format(amounts.fromNumber(1.5, 99))).toBe('1.5')
    expect(() => amounts.fromNumber(Number.NaN, 2)).toThrow(RangeError)
    expect(() => amounts.fromNumber(1e21, 2)).toThrow(RangeError)
  })
})

it('has room for two places too, and cuts no decimal in silence', () => {
  const cents = fixedPoint(2)
  expect(cents.parse('1.25')).toBe(125n)
  expect(cents.parse('1.255')).toBeNull()
  expect(fixedPoint(2, { maxWholeDigits: 3 }).parse('1234')).toBeNull()
  expect(cents.unit).toBe(100n)
})

it('divides to the nearest, a half up, and picks the smaller and the larger', () => {
  expect([divideHalfUp(5n, 2n), divideHalfUp(4n, 3n), divideHalfUp(5n, 3n), divideHalfUp(0n, 3n)]).toEqual([
    3n,
    1n,
    2n,
    0n,
  ])
  expect([minOf(1n, 2n), minOf(2n, 1n), maxOf(1n, 2n), maxOf(2n, 1n)]).toEqual([1n, 1n, 2n, 2n])
  expect([formatUnits(1250n, 0), formatUnits(-1250n, 3), formatUnits(0n, 3)]).toEqual(['1250', '-1.25', '0'])
})
