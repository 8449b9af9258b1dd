import { formatAmount, parseAmount } from '@tezgah/guardrails'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const Exact = Decimal.clone({ precision: 100, toExpNeg: -100, toExpPos: 100 })

describe('parseAmount', () => {
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
  ])('takes %j for no amount', (text) => {
    expect(parseAmount(text)).toBeNull()
  })

  it.each([0, 1, null, undefined, 1n, {}, ['1'], true])('takes %s, which is no text, for no amount', (value) => {
    expect(parseAmount(value)).toBeNull()
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
    expect(new Exact(formatAmount(parseAmount(text)!)).eq(text)).toBe(true)
  })

  it('is exact for every text that it takes, and its text leads back', () => {
    const digits = fc.stringMatching(/^(?:0|[1-9]\d{0,21})(?:\.\d{1,18})?$/)
    fc.assert(
      fc.property(digits, fc.boolean(), (plain, minus) => {
        const text = minus ? `-${plain}` : plain
        const amount = parseAmount(text)!
        expect(amount.toString()).toBe(new Exact(text).times('1e18').plus(0).toFixed(0).replace(/^-0$/, '0'))
        expect(parseAmount(formatAmount(amount))).toBe(amount)
        expect(formatAmount(amount)).toBe(new Exact(text).plus(0).toFixed().replace(/^-0$/, '0'))
      }),
      { seed: 1, numRuns: 5000 },
    )
  })
})
