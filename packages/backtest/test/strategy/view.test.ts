import { describe, expect, test } from 'vitest'
import { columnOf, View } from '../../src/strategy/view.ts'

const column = Float64Array.of(10, 20, 30, 40)
const cursor = { index: -1 }
const view = new View(column, cursor)

const lookAt = (index: number, back: number): number => {
  cursor.index = index
  return view.at(back)
}

test('at(0) is now, at(1) one candle back', () => {
  expect([lookAt(0, 0), lookAt(2, 0), lookAt(2, 1), lookAt(2, 2)]).toEqual([10, 30, 20, 10])
})

test('before the first candle there is nothing', () => {
  expect([lookAt(-1, 0), lookAt(0, 1), lookAt(2, 3), lookAt(2, 1e9)]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ])
})

describe('the future has no index:', () => {
  test.each([
    -1,
    -3,
    -0.5,
    0.5,
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    2 ** 32,
    -(2 ** 32) + 1,
  ])('at(%d) throws', (back) => {
    expect(() => lookAt(1, back)).toThrow(RangeError)
    expect(() => lookAt(1, back)).toThrow(`received ${back}`)
  })

  test.each<[unknown]>([['0'], [null], [undefined], [true], [{ valueOf: () => -1 }], [[0]]])(
    'at(%j) throws',
    (back) => {
      expect(() => lookAt(1, back as number)).toThrow(RangeError)
    },
  )
})

test('the length is what can be seen', () => {
  cursor.index = 2
  expect(view.length).toBe(3)
  cursor.index = -1
  expect(view.length).toBe(0)
})

test('nothing of a view leads to its column', () => {
  expect(Reflect.ownKeys(view)).toEqual([])
  expect(Reflect.ownKeys(View.prototype).sort()).toEqual(['at', 'constructor', 'length'])
  expect(JSON.stringify(view)).toBe('{}')
  expect(columnOf(view), 'but the engine knows the way').toBe(column)
})
