import { expect, test } from 'vitest'
import { countExpired } from '../../../src/node/write/retention.ts'

const segment = (end: number, sealedAt: number) => ({
  name: `log.${end}`,
  beginning: { size: 0, head: '', frontier: [] },
  end,
  sealedAt,
})

test('a segment stays for the whole of its age, and goes a millisecond later', () => {
  const sealed = [segment(4, 1_000), segment(8, 2_000)]
  const expiredAt = (now: number) => countExpired(sealed, { maxAgeMs: 500 }, { now, covered: 8 })

  expect([1_500, 1_501, 2_500, 2_501].map(expiredAt)).toEqual([0, 1, 1, 2])
})

test('an expired segment stays until a checkpoint covers all of its records', () => {
  const sealed = [segment(4, 0)]
  const expiredWith = (covered: number) => countExpired(sealed, { maxAgeMs: 1 }, { now: 10, covered })

  expect([3, 4].map(expiredWith)).toEqual([0, 1])
})
