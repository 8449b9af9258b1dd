import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createSeries, parseCandlesCsv } from '@tezgah/backtest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvChunks } from '../src/csv.ts'
import { MAX_CANDLES, type SyntheticCandles, syntheticCandles } from '../src/synthetic-candles.ts'

const csv = (candles: SyntheticCandles): string => [...csvChunks(candles)].join('')

describe('syntheticCandles', () => {
  it('made the committed file', () => {
    const committed = readFileSync(path.join(import.meta.dirname, '../btctry-1m-synthetic.csv'), 'utf8')
    expect(csv(syntheticCandles({ candles: 20_160, seed: 1 }))).toBe(committed)
  })

  it('are candles the engine accepts, with whole prices between 2 and 4 million and eight decimals of volume', () => {
    const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2_000 }), (seed, candles) => {
        const made = syntheticCandles({ candles, seed })
        const series = createSeries(made)
        expect(series).toMatchObject({ symbol: 'BTCTRY', interval: '1m', length: candles })
        for (const column of [made.open, made.high, made.low, made.close]) {
          expect(column.every((price) => Number.isInteger(price) && price >= 2_000_000 && price <= 4_000_000)).toBe(
            true,
          )
        }
        expect(made.volume.every((volume) => volume > 0 && Number(volume.toFixed(8)) === volume)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it('stay inside their bounds for a year of minutes', () => {
    const { high, low } = syntheticCandles({ candles: 525_600, seed: 7 })
    expect(high.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(4_000_000)
    expect(low.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(2_000_000)
  })

  it('begin the same way however many are made', () => {
    const many = syntheticCandles({ candles: 500, seed: 3 })
    const few = syntheticCandles({ candles: 100, seed: 3 })
    expect(many.close.slice(0, 100)).toEqual(few.close)
  })

  it('differ from seed to seed', () => {
    expect(csv(syntheticCandles({ candles: 10, seed: 1 }))).not.toBe(csv(syntheticCandles({ candles: 10, seed: 2 })))
  })

  it('read back from CSV exactly', () => {
    const made = syntheticCandles({ candles: 300, seed: 5 })
    const read = parseCandlesCsv(csv(made), { symbol: 'BTCTRY' })
    for (const column of ['time', 'open', 'high', 'low', 'close', 'volume'] as const) {
      expect([...read[column]], column).toEqual([...made[column]])
    }
  })

  it.each([
    [{ candles: 0, seed: 1 }, 'candles must be a whole number from 1 to 10000000, was 0'],
    [{ candles: MAX_CANDLES + 1, seed: 1 }, 'candles must be a whole number from 1 to 10000000, was 10000001'],
    [{ candles: 1.5, seed: 1 }, 'candles must be a whole number from 1 to 10000000, was 1.5'],
    [{ candles: 1, seed: -1 }, 'seed must be a whole number from 0 to 4294967295, was -1'],
    [{ candles: 1, seed: 1, startTime: 1 }, 'startTime must be a whole minute, was 1'],
  ])('refuses %o', (options, message) => {
    expect(() => syntheticCandles(options)).toThrow(new RangeError(message))
  })
})
