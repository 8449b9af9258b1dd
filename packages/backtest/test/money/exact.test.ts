import fc from 'fast-check'
import { expect, test } from 'vitest'
import { add, DIVISOR_LIMIT, fromBigInt, quotient, rest, times, toBigInt } from '../../src/money/exact.ts'

const LIMIT = 2n ** 104n
/** Results this near to the limit may be refused: the nearest double is the limit itself. */
const MARGIN = 2n ** 52n
const RUNS = { numRuns: 20_000 }

/** Whole numbers of every size, as often as not next to a power of two or of ten, where roundings turn. */
function whole(bits: number): fc.Arbitrary<bigint> {
  const near = (base: bigint): fc.Arbitrary<bigint> =>
    fc
      .record({ power: fc.nat({ max: base === 2n ? bits - 1 : Math.floor(bits / 3.33) }), by: fc.bigInt(-3n, 3n) })
      .map(({ power, by }) => base ** BigInt(power) + by)
  const even = fc.nat({ max: bits - 1 }).chain((size) => fc.bigInt(0n, 2n ** BigInt(size + 1) - 1n))
  const largest = 2n ** BigInt(bits) - 1n
  return fc.oneof(even, near(2n), near(10n)).map((value) => (value < 0n ? 0n : value > largest ? largest : value))
}

const signed = (bits: number): fc.Arbitrary<bigint> =>
  fc.tuple(whole(bits), fc.boolean()).map(([value, isNegative]) => (isNegative ? -value : value))

function pair(value: bigint): readonly [number, number] {
  const hi = fromBigInt(value)
  return [hi, rest[0]!]
}

/** The result is exact and its leading double the nearest one, or it is out of range and says so. */
function expectExact(hi: number, expected: bigint): void {
  const lo = rest[0]!
  const magnitude = expected < 0n ? -expected : expected
  if (Number.isNaN(hi)) expect(magnitude >= LIMIT - MARGIN).toBe(true)
  else expect([toBigInt(hi, lo), hi === Number(expected)]).toEqual([expected, true])
}

test('a sum is exact or not a number', () => {
  fc.assert(
    fc.property(signed(103), signed(103), (a, b) => expectExact(add(...pair(a), ...pair(b)), a + b)),
    RUNS,
  )
})

test('a product with a double is exact or not a number', () => {
  fc.assert(
    fc.property(signed(53), signed(103), (a, b) => expectExact(times(Number(a), ...pair(b)), a * b)),
    RUNS,
  )
})

test('a quotient is rounded down, also next to a multiple of the divisor', () => {
  const divisor = whole(51).filter((value) => value > 0n)
  fc.assert(
    fc.property(whole(103), divisor, fc.constantFrom(null, -1n, 0n, 1n), (any, u, by) => {
      const multiple = (any / u) * u + (by ?? 0n)
      const dividend = by === null || multiple < 0n ? any : multiple
      expect(Number(u)).toBeLessThan(DIVISOR_LIMIT)
      expectExact(quotient(...pair(dividend), Number(u)), dividend / u)
    }),
    RUNS,
  )
})

test('what has left the range stays out of it', () => {
  const [hi, lo] = pair(2n ** 103n)
  const beyond = times(4, hi, lo)
  expect([beyond, add(beyond, rest[0]!, -hi, -lo), quotient(beyond, 0, 3), fromBigInt(LIMIT)]).toEqual([
    Number.NaN,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ])
})
