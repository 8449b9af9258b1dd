import { afterEach, expect, it, vi } from 'vitest'
import { downloadWithProgress } from '../../../src/commands/candles/progress.ts'
import { fakeIo } from '../../fake-io.ts'

const HOUR = 3_600_000

afterEach(() => vi.useRealTimers())

it('says why nothing moves while a request waits', async () => {
  vi.useFakeTimers()
  const io = fakeIo({ terminal: true, columns: 120 })
  let resolve = () => {}
  const answer = new Promise<void>((done) => {
    resolve = done
  })
  const empty = { time: [], open: [], high: [], low: [], close: [], volume: [] }
  const download = downloadWithProgress(io, {
    ...{ symbol: 'BTCTRY', interval: '1h', from: 0, to: HOUR },
    clock: { serverTime: () => 10 * HOUR },
    fetchKlines: () => answer.then(() => empty),
  })
  await vi.advanceTimersByTimeAsync(1_900)
  expect(io.stderr.text()).toBe('')
  await vi.advanceTimersByTimeAsync(200)
  expect(io.stderr.text()).toContain('0 % of 1 pages, waiting for the exchange (it allows 600 requests in ten minutes)')
  resolve()
  await download
  expect(vi.getTimerCount()).toBe(0)
  expect(io.stderr.text().endsWith('\r\u001B[K')).toBe(true)
})
