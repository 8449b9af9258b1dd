import { expect, it } from 'vitest'
import { allCandles } from '../../../web/api/all-candles.ts'
import { createApi } from '../../../web/api/client.ts'

const LIMIT = 3
const times = [10, 20, 30, 40, 50, 60, 70]

/** Answers like the executor: from ≤ time < to, a few at a time. */
const api = createApi(async (path) => {
  const query = new URL(path, 'http://desk').searchParams
  const matching = times.filter((time) => time >= Number(query.get('from')) && time < Number(query.get('to')))
  const time = matching.slice(0, LIMIT)
  return { time, open: time, high: time, low: time, close: time, truncated: matching.length > LIMIT }
})

it('joins the answers without a gap and without a double', async () => {
  const all = await allCandles(api, 'd', { from: 20, to: 71, most: 100_000 }, () => {}, new AbortController().signal)
  expect(all.time).toEqual([20, 30, 40, 50, 60, 70])
  expect(all.close).toEqual(all.time)
})
