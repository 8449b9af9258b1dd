import { expect, it } from 'vitest'
import { allCandles } from '../../../web/api/all-candles.ts'
import type { Candles } from '../../../web/api/catalogue.ts'

const LIMIT = 3
const times = [10, 20, 30, 40, 50, 60, 70]

/** Answers like the executor: from ≤ time < to, a few at a time. */
async function candles(_dataset: string, from: number, to: number): Promise<Candles> {
  const matching = times.filter((time) => time >= from && time < to)
  const time = matching.slice(0, LIMIT)
  return { time, open: time, high: time, low: time, close: time, truncated: matching.length > LIMIT }
}

it('joins the answers without a gap and without a double', async () => {
  const all = await allCandles(
    { candles },
    'd',
    { from: 20, to: 71, most: 100_000 },
    () => {},
    new AbortController().signal,
  )
  expect(all.time).toEqual([20, 30, 40, 50, 60, 70])
  expect(all.close).toEqual(all.time)
  expect(all.truncated).toBe(false)
})
