import { absoluteDecimal, addDecimals, canonicalDecimal, compareDecimals, negateDecimal } from '@tezgah/core/decimal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Exact } from '../fixtures/exact.ts'

describe('canonicalDecimal', () => {
  it.each([
    ['18345,7283250757643280', '18345.728325075764328'],
    ['0,00500000', '0.005'],
    ['0.0000000000000000', '0'],
    ['-0.00', '0'],
    ['007', '7'],
    ['66800.00', '66800'],
    [37170800, '37170800'],
    [0.000005, '0.000005'],
    [1e-7, '0.0000001'],
    [1.5e21, '1500000000000000000000'],
    ['1.20e2', '120'],
    ['-12e-1', '-1.2'],
    ['5e-1', '0.5'],
    ['0.0005e2', '0.05'],
    ['100e-3', '0.1'],
    ['1e99', `1${'0'.repeat(99)}`],
    [`${'0'.repeat(99)}7`, '7'],
  ])('spells %s as %s', (value, text) => {
    expect(canonicalDecimal(value)).toBe(text)
  })

  it.each([
    '',
    ' 1',
    '1.',
    '.5',
    '1,2,3',
    '1.234,5',
    '+1',
    'abc',
    '0x10',
    '1.e2',
    null,
    true,
    NaN,
    Infinity,
    '9'.repeat(101),
    '1e999',
  ])('takes %s as no decimal', (value) => {
    expect(canonicalDecimal(value)).toBeNull()
  })

  it('agrees with decimal.js on every double and on every padded text', () => {
    const padded = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.stringMatching(/^\d{0,16}$/), fc.constantFrom('', '-'))
      .map(([whole, fraction, sign]) => `${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`)
    const double = fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -1e30, max: 1e30 })
      .filter((x) => x === 0 || Math.abs(x) > 1e-30)
    fc.assert(
      fc.property(fc.oneof(padded, double), (value) => {
        const text = canonicalDecimal(value)!
        expect(new Exact(text).equals(new Exact(value))).toBe(true)
        expect(text).toBe(new Exact(value).abs().isZero() ? '0' : new Exact(value).toFixed())
        expect(canonicalDecimal(text)).toBe(text)
        expect(negateDecimal(negateDecimal(text))).toBe(text)
        expect(absoluteDecimal(text)).toBe(new Exact(value).abs().toFixed())
      }),
    )
  })
})

const canonical = fc
  .tuple(fc.constantFrom('', '-'), fc.nat(100_000), fc.stringMatching(/^\d{0,16}$/))
  .map(([sign, whole, fraction]) => canonicalDecimal(`${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`)!)

it('compares and adds canonical texts as decimal.js does', () => {
  fc.assert(
    fc.property(canonical, canonical, (a, b) => {
      expect(Math.sign(compareDecimals(a, b))).toBe(new Exact(a).comparedTo(b))
      expect(compareDecimals(a, a)).toBe(0)
      expect(addDecimals(a, b)).toBe(canonicalDecimal(new Exact(a).plus(b).toFixed()))
    }),
    { numRuns: 3000 },
  )
})

it.each([
  ['-1', '0', -1],
  ['0', '-0.1', 1],
  ['-10', '-9', -1],
  ['-0.1', '-0.11', 1],
  ['9.5', '10', -1],
  ['1', '1.5', -1],
])('compares %s with %s', (a, b, sign) => {
  expect(Math.sign(compareDecimals(a, b))).toBe(sign)
})

it.each([
  ['0', '0'],
  ['1.5', '-1.5'],
  ['-1.5', '1.5'],
])('negates %s to %s', (text, negated) => {
  expect(negateDecimal(text)).toBe(negated)
})
