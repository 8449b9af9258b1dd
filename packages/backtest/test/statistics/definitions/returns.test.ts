import { describe, expect, it } from 'vitest'
import { buyAndHoldReturnPct, cagrPct, totalReturnPct } from '../../../src/statistics/definitions/returns.ts'

describe('totalReturnPct', () => {
  it.each([
    ['100000', '110000', 10],
    ['100000.00', '99999.99999999', -1e-11],
    ['0.5', '-0.5', -200],
    ['1', '1.0', 0],
    ['123456789012345678901234567890', '123456789012345678901234567891', 8.100000072900001e-28],
    [`1${'0'.repeat(400)}`, `3${'0'.repeat(400)}`, 200],
    [`0.${'0'.repeat(400)}1`, `0.${'0'.repeat(400)}4`, 300],
  ])('from %s to %s is %d %%', (initialCash, finalEquity, expected) => {
    expect(totalReturnPct(initialCash, finalEquity)).toEqual({ value: expected })
  })

  it('does not exist without initial cash', () => {
    expect(totalReturnPct('0', '5')).toEqual({ value: null, reason: 'initialCash is not above zero' })
  })

  it.each(['', ' 1', '1e5', '0x1', '1.', '.5', 'NaN', '1,000', '+1'])('refuses the amount "%s"', (amount) => {
    expect(() => totalReturnPct('1', amount)).toThrow(RangeError)
  })
})

describe('cagrPct', () => {
  it('compounds to the total return over one year and to its root over two', () => {
    expect(cagrPct('100', '144', 1).value).toBeCloseTo(44, 12)
    expect(cagrPct('100', '144', 2).value).toBeCloseTo(20, 12)
    expect(cagrPct('100', '50', 0.5).value).toBeCloseTo(-75, 12)
  })

  it('stays a number for an account that lost all but 1e-30 of its start', () => {
    expect(cagrPct('100000', `0.${'0'.repeat(24)}1`, 2)).toEqual({ value: expect.closeTo(-100, 10) })
    expect(cagrPct('100000', `0.${'0'.repeat(24)}1`, 60).value).toBeCloseTo((10 ** -0.5 - 1) * 100, 10)
  })

  it.each([
    ['100', '101', 0, 'no time passes between the first and the last candle'],
    ['100', '0.00', 1, 'the final equity is zero or below'],
    ['100', '-3', 1, 'the final equity is zero or below'],
    ['0', '1', 1, 'initialCash is not above zero'],
    ['100', '110', 1e-5, 'the value is beyond the range of a double'],
  ])('does not exist from %s to %s in %d years: %s', (initialCash, finalEquity, years, reason) => {
    expect(cagrPct(initialCash, finalEquity, years)).toEqual({ value: null, reason })
  })
})

describe('buyAndHoldReturnPct', () => {
  it('compares the last close with the first', () => {
    expect(buyAndHoldReturnPct(Float64Array.of(8, 100, 10))).toEqual({ value: 25 })
    expect(buyAndHoldReturnPct(Float64Array.of(8))).toEqual({ value: 0 })
  })

  it('does not exist without a first close above zero', () => {
    expect(buyAndHoldReturnPct(Float64Array.of())).toEqual({ value: null, reason: 'there are no candles' })
    expect(buyAndHoldReturnPct(Float64Array.of(0, 5))).toEqual({
      value: null,
      reason: 'the first close is not above zero',
    })
  })
})
