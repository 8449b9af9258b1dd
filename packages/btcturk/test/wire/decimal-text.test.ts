import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { absolute, negate, toDecimalText } from '../../src/wire/decimal-text.ts'

const Exact = Decimal.clone({ precision: 200, toExpNeg: -200, toExpPos: 200 })

describe('toDecimalText', () => {
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
  ])('spells %s as %s', (value, text) => {
    expect(toDecimalText(value)).toBe(text)
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
  ])('takes %s for no decimal', (value) => {
    expect(toDecimalText(value)).toBeNull()
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
        const text = toDecimalText(value)!
        expect(new Exact(text).equals(new Exact(value))).toBe(true)
        expect(text).toBe(new Exact(value).abs().isZero() ? '0' : new Exact(value).toFixed())
        expect(toDecimalText(text)).toBe(text)
        expect(negate(negate(text))).toBe(text)
        expect(absolute(text)).toBe(new Exact(value).abs().toFixed())
      }),
    )
  })
})
