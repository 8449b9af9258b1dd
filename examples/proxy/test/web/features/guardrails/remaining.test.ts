import { describe, expect, it } from 'vitest'
import { remaining } from '../../../../web/features/guardrails/limits/remaining.ts'
import { amountText } from '../../../../web/features/guardrails/shared/amount-text.ts'
import { formatOf } from '../../../../web/i18n/format.ts'

describe('the head-room of a limit', () => {
  it.each([
    [null, 12, 'none', null],
    [null, null, 'none', null],
    [40, null, 'unknown', null],
    ['250000', null, 'unknown', null],
    ['not a number', 1, 'unknown', null],
    [40, 31.9, 'well', 0.7975],
    [40, 32, 'near', 0.8],
    [40, 38, 'very-near', 0.95],
    [40, 40, 'very-near', 1],
    [40, 40.1, 'over', 1.0025],
    ['200', 100, 'well', 0.5],
    [0, 0, 'very-near', 1],
    [0, 1, 'over', Number.POSITIVE_INFINITY],
  ] as const)('of %s with %s reached is %s', (limit, reached, state, share) => {
    const { share: found, ...rest } = remaining({ limit, reached })
    expect(rest.state).toBe(state)
    if (share === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(share, 10)
  })
})

describe('an amount', () => {
  it('keeps every digit, whatever a double would do', () => {
    const amount = '12345678901234567890.123456789012345678'
    expect(amountText(amount, formatOf('en'))).toBe('12,345,678,901,234,567,890.123456789012345678')
    expect(amountText(amount, formatOf('tr'))).toBe('12.345.678.901.234.567.890,123456789012345678')
    expect(amountText('-1000', formatOf('en'))).toBe('−1,000')
    expect(amountText('1e9', formatOf('en')), 'other text stays').toBe('1e9')
  })
})

describe('what is left of a time', () => {
  it.each([
    [-5, '00:00'],
    [65_999, '01:05'],
    [3_600_000, '1:00:00'],
    [2 * 86_400_000 + 5_000, '2 days 0:00:05'],
  ])('%i ms are %s', (ms, text) => {
    expect(formatOf('en').remaining(ms)).toBe(text)
  })
})
