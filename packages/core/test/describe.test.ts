import { describeTime, describeValue, fieldPath, messageOf, requireWhole, shorten } from '@tezgah/core/describe'
import { expect, it } from 'vitest'

const circle: { self?: unknown } = {}
circle.self = circle

it.each([
  [undefined, 'nothing'],
  [null, 'null'],
  ['a "b"', '"a \\"b\\""'],
  [1.5, '1.5'],
  [Number.NaN, 'NaN'],
  [5n, '5'],
  [true, 'true'],
  [() => 1, 'a function'],
  [Symbol('s'), 'a symbol'],
  [{ a: [1] }, '{"a":[1]}'],
  [circle, 'an object'],
  [{ toJSON: () => undefined }, 'an object'],
  ['x'.repeat(100), `"${'x'.repeat(80)}…"`],
  [10n ** 100n, `1${'0'.repeat(79)}…`],
])('describes %o as %s', (value, text) => {
  expect(describeValue(value)).toBe(text)
})

it('cuts at the given length, and not before it', () => {
  expect(describeValue('abcdef', 5)).toBe('"abcde…"')
  expect(describeValue({ a: 'long' }, 5)).toBe('{"a":…')
  expect(shorten('abcde', 5)).toBe('abcde')
  expect(shorten('abcdef', 5)).toBe('abcde…')
})

it('shows a time with its date where it has one', () => {
  expect(describeTime(0)).toBe('0 (1970-01-01T00:00:00.000Z)')
  expect(describeTime(8.64e15 + 1)).toBe('8640000000000001')
})

it('writes a path as an expression', () => {
  expect(fieldPath(['params', 'levels', 2])).toBe('params.levels[2]')
  expect(fieldPath([0, 'a'])).toBe('[0].a')
  expect(fieldPath([])).toBe('')
  expect(fieldPath(['x'.repeat(90)])).toBe(`${'x'.repeat(80)}…`)
})

it('takes the message of anything that was thrown', () => {
  expect(messageOf(new TypeError('broken'))).toBe('broken')
  expect(messageOf('broken')).toBe('broken')
  expect(messageOf({ code: 1 })).toBe('{"code":1}')
})

it('lets a whole number in its range through', () => {
  expect(requireWhole('step', 1, 1)).toBe(1)
  expect(requireWhole('step', 5, 1, 5)).toBe(5)
})

it.each([0, 6, 1.5, Number.NaN, '3', undefined])('refuses %s for a whole number from 1 to 5', (value) => {
  expect(() => requireWhole('step', value, 1, 5)).toThrow(RangeError)
  expect(() => requireWhole('step', value, 1, 5)).toThrow('step must be a whole number from 1 to 5, received ')
})

it('names no upper limit where there is none', () => {
  expect(() => requireWhole('step', 0, 1)).toThrow('step must be a whole number from 1, received 0')
})
