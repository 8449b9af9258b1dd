import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from '../../src/testing/random.ts'

const seeds = fc.nat({ max: Number.MAX_SAFE_INTEGER })

/** The same generator in arithmetic without a width, cut to 32 bits after each step. */
function* reference(seed: number): Generator<number> {
  const cut = (value: bigint): bigint => BigInt.asUintN(32, value)
  const mix = (value: bigint): bigint => {
    let bits = cut(value)
    bits = cut((bits ^ (bits >> 16n)) * 0x7feb352dn)
    bits = cut((bits ^ (bits >> 15n)) * 0x846ca68bn)
    return bits ^ (bits >> 16n)
  }
  let counter = mix(BigInt(seed)) ^ (BigInt(seed) >> 32n)
  for (;;) {
    counter = cut(counter + 0x9e3779b9n)
    yield Number(mix(counter)) / 2 ** 32
  }
}

describe('seeded numbers', () => {
  test('are those of the generator in exact arithmetic', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = new Random(seed)
        const expected = reference(seed)
        for (let draw = 0; draw < 20; draw++) expect(random.next()).toBe(expected.next().value)
      }),
    )
  })

  test('differ between seeds, also where only their upper halves do', () => {
    const first = [0, 1, 2, 2 ** 32, 2 ** 33, 2 ** 52].map((seed) => new Random(seed).next())
    expect(new Set(first).size).toBe(first.length)
  })

  test('stay below their bound and reach every number under it', () => {
    const random = new Random(3)
    const counts = new Int32Array(10)
    for (let draw = 0; draw < 10_000; draw++) counts[random.below(10)]!++
    expect(counts.reduce((sum, count) => sum + count)).toBe(10_000)
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  test('have as a bell mean 0 and deviation 1', () => {
    const random = new Random(4)
    const draws = Array.from({ length: 20_000 }, () => random.bell())
    const mean = draws.reduce((sum, draw) => sum + draw) / draws.length
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.03)
    expect(Math.max(...draws.map(Math.abs))).toBeLessThanOrEqual(Math.sqrt(12))
  })
})
