import { backtest, createSeries } from '@tezgah/backtest'
import { expect, it } from 'vitest'
import { writeJson } from '../../src/output/write-json.ts'
import { aboveAverage } from '../fixtures/above-average.ts'

// More than two of the pieces that long lists are written in, and no whole number of them.
const close = Float64Array.from({ length: 45_001 }, (_, index) => 100 + (index % 7))
const time = Float64Array.from(close, (_, index) => index * 60_000)
const candles = createSeries({ symbol: 'BTCTRY', time, open: close, high: close, low: close, close, volume: close })
const result = backtest({ strategy: aboveAverage, candles })

it('writes in pieces what JSON.stringify writes at once', { timeout: 30_000 }, async () => {
  const pieces: string[] = []
  await writeJson({ isTerminal: false, columns: undefined, write: (text) => void pieces.push(text) }, result)
  // Compared with ===, since a difference of megabytes says nothing to a reader.
  expect(pieces.join('') === `${JSON.stringify(result)}\n`).toBe(true)
  expect(pieces.length).toBeGreaterThan(10)
})

it('waits for each piece to be taken', async () => {
  let pending = 0
  let most = 0
  const write = async () => {
    pending++
    most = Math.max(most, pending)
    await Promise.resolve()
    pending--
  }
  await writeJson({ isTerminal: false, columns: undefined, write }, result)
  expect({ pending, most }).toEqual({ pending: 0, most: 1 })
})
