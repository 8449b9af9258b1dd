import { describe, expect, it } from 'vitest'
import { parseDecimalText, parseNumber, parseSeed } from '../../src/flags/parse-number.ts'

describe('parseDecimalText', () => {
  it.each(['0', '100000', '0.001', '12345678901234567890.123456789'])('keeps every digit of %s', (text) => {
    expect(parseDecimalText(text)).toBe(text)
  })

  it.each(['', '-1', '+1', '1e3', '.5', '1.', '1,5', ' 1', 'NaN', 'Infinity', '0x10', '1_000', '9'.repeat(31)])(
    'refuses "%s"',
    (text) => {
      expect(() => parseDecimalText(text)).toThrow('Give a decimal number of 0 or more')
    },
  )
})

it('parseNumber gives the double', () => {
  expect(parseNumber('365.25')).toBe(365.25)
})

describe('parseSeed', () => {
  it('takes every exact whole number', () => {
    expect([parseSeed('0'), parseSeed('9007199254740991')]).toEqual([0, 2 ** 53 - 1])
  })

  it.each(['-1', '9007199254740992', '1.5', 'abc', ''])('refuses "%s"', (text) => {
    expect(() => parseSeed(text)).toThrow('Give a whole number from 0 to 9007199254740991.')
  })
})
