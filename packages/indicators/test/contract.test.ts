import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allIndicators } from './all-indicators.ts'

const price = fc.double({ min: -1e9, max: 1e9, noNaN: true })
const interrupted = fc.oneof(
  { weight: 8, arbitrary: price },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
)
const column = (value: fc.Arbitrary<number>) =>
  fc.array(value, { maxLength: 60 }).map((values) => Float64Array.from(values))
const period = fc.integer({ min: 1, max: 12 })

describe.each(allIndicators)('$name', ({ column: whole, stream, firstIndex }) => {
  test('streaming equals column bit for bit', () => {
    fc.assert(
      fc.property(column(interrupted), period, (values, length) => {
        const update = stream(length)
        expect([...values].map((value) => update(value))).toEqual([...whole(values, length)])
      }),
    )
  })

  test('cutting the tail leaves the past unchanged', () => {
    fc.assert(
      fc.property(column(interrupted), period, fc.nat(60), (values, length, cut) => {
        const head = values.slice(0, cut)
        expect([...whole(head, length)]).toEqual([...whole(values, length).subarray(0, head.length)])
      }),
    )
  })

  test('is NaN exactly as long as documented', () => {
    fc.assert(
      fc.property(column(price), period, (values, length) => {
        const numbers = [...whole(values, length)].map((value) => Number.isFinite(value))
        expect(numbers).toEqual(numbers.map((_, index) => index >= firstIndex(length)))
      }),
    )
  })

  test('a value that is not finite restarts the warm-up, so what follows is as if nothing had been before', () => {
    fc.assert(
      fc.property(
        column(price),
        column(price),
        period,
        fc.constantFrom(NaN, Infinity, -Infinity),
        (a, b, length, bad) => {
          const joined = whole(Float64Array.from([...a, bad, ...b]), length)
          expect([...joined]).toEqual([...whole(a, length), NaN, ...whole(b, length)])
        },
      ),
    )
  })

  test('writes into the column it is given, which may be the input itself', () => {
    const values = Float64Array.from({ length: 50 }, (_, index) => 100 + ((index * 37) % 11))
    const expected = [...whole(values, 5)]
    const out = new Float64Array(50)
    expect(whole(values, 5, out)).toBe(out)
    expect([...out]).toEqual(expected)
    expect([...whole(values, 5, values)]).toEqual(expected)
  })

  test('refuses an output column of another length', () => {
    expect(() => whole(new Float64Array(5), 2, new Float64Array(4))).toThrow('out must hold 5 values, received 4')
  })

  test.each([0, -1, 1.5, NaN, Infinity, 10_000_001])('refuses period %d in both forms', (bad) => {
    const message = `period must be a whole number from 1 to 10000000, received ${bad}`
    expect(() => stream(bad)).toThrow(new RangeError(message))
    expect(() => whole(new Float64Array(3), bad)).toThrow(new RangeError(message))
  })

  test('takes an empty column', () => {
    expect(whole(new Float64Array(0), 3)).toHaveLength(0)
  })
})
