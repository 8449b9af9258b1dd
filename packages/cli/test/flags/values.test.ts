import { InvalidArgumentError } from 'commander'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTime, port, wholeNumber } from '../../src/flags/values.ts'

describe('wholeNumber', () => {
  it.each(['-5', '0', '12'])('reads %s from -5 to 12', (text) => {
    expect(wholeNumber(-5, 12)(text)).toBe(Number(text))
  })

  it.each(['-6', '13', '', '1.5', '1e1', 'x1', '1x', '--1'])('refuses "%s"', (text) => {
    expect(() => wholeNumber(-5, 12)(text)).toThrow('Give a whole number from -5 to 12.')
  })

  it('reads ports', () => {
    expect([port('0'), port('65535')]).toEqual([0, 65_535])
    expect(() => port('65536')).toThrow(InvalidArgumentError)
  })
})

describe('parseTime', () => {
  it.each([
    ['2015', '2015-01-01T00:00:00.000Z'],
    ['2015-06', '2015-06-01T00:00:00.000Z'],
    ['2015-06-30', '2015-06-30T00:00:00.000Z'],
    ['2015-06-30T10:30', '2015-06-30T10:30:00.000Z'],
    ['2015-06-30 10:30:15', '2015-06-30T10:30:15.000Z'],
    ['2015-06-30T10:30:15.5Z', '2015-06-30T10:30:15.500Z'],
    ['2015-06-30T10:30+03:00', '2015-06-30T07:30:00.000Z'],
    ['2015-06-30T10:30-05:30', '2015-06-30T16:00:00.000Z'],
    ['2015-06-30T10:30+14:00', '2015-06-29T20:30:00.000Z'],
    ['2015-06-30T10:30+00:59', '2015-06-30T09:31:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => {
    expect(new Date(parseTime(text)).toISOString()).toBe(iso)
  })

  it.each([
    '',
    'yesterday',
    '2015-6-1',
    '2015-13',
    '2015-02-30',
    '2015-00-10',
    '1900-02-29',
    '2015-06-30T24:00',
    '2015-06-30T10',
    '2015-06-30T10:60',
    '2015-06-30T10:30+14:01',
    '2015-06-30T10:30+03:60',
    '1700000000',
    '0050-01-01',
    ' 2015',
  ])('refuses "%s"', (text) => {
    expect(() => parseTime(text)).toThrow(InvalidArgumentError)
  })

  it('reads back every time that Date writes', () => {
    const times = fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9999-12-31'), noInvalidDate: true })
    fc.assert(fc.property(times, (time) => parseTime(time.toISOString()) === time.getTime()))
  })
})
