import { highest, lowest } from '@tezgah/indicators'
import fc from 'fast-check'
import { expect, test } from 'vitest'

test('are the extremes of each window', () => {
  const values = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 80 })
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 12 }), (numbers, period) => {
      const column = Float64Array.from(numbers)
      const top = highest(column, period)
      const bottom = lowest(column, period)
      for (let end = period; end <= numbers.length; end++) {
        const window = numbers.slice(end - period, end)
        expect(top[end - 1]).toBe(Math.max(...window))
        expect(bottom[end - 1]).toBe(Math.min(...window))
      }
    }),
  )
})

test('a window longer than the column never fills', () => {
  expect([...highest(Float64Array.of(1, 2), 10_000_000)]).toEqual([NaN, NaN])
  expect([...lowest(Float64Array.of(1, 2), 10_000_000)]).toEqual([NaN, NaN])
})
