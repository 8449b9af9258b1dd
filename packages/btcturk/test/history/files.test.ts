import fc from 'fast-check'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import { parseCandlesCsv } from '../../../backtest/src/index.ts'
import { COLUMN_NAMES, columnsBy } from '../../src/history/columns.ts'
import { type Candles, candlesToCsv, candlesToParquet } from '../../src/history/index.ts'
import { candlesAt } from './klines-server.ts'

const MINUTE = 60_000
const START = Date.UTC(2024, 0, 1)

function candlesOf(rows: readonly { readonly [name in (typeof COLUMN_NAMES)[number]]: number }[]): Candles {
  const columns = columnsBy((name) => Float64Array.from(rows, (row) => row[name]))
  return { symbol: 'BTCTRY', interval: '1m', length: rows.length, ...columns }
}

const csv = (candles: Candles) => [...candlesToCsv(candles)].join('')

/** Prices and volumes from far below to far above any market's, with gaps in time. */
const anyCandles: fc.Arbitrary<Candles> = fc
  .array(
    fc.record({
      steps: fc.integer({ min: 1, max: 3 }),
      prices: fc.tuple(
        fc.double({ min: 1e-12, max: 1e15, noNaN: true }),
        fc.double({ min: 1e-12, max: 1e15, noNaN: true }),
      ),
      volume: fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1e15, noNaN: true })),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((rows) => {
    let time = START
    return candlesOf(
      rows.map(({ steps, prices: [open, close], volume }) => {
        time += steps * MINUTE
        return { time, open, high: Math.max(open, close), low: Math.min(open, close), close, volume }
      }),
    )
  })

describe('CSV', () => {
  it('has a header and a line for each candle, without an exponent', () => {
    const row = { time: START, open: 1e-7, high: 1e21, low: 1.5e-8, close: 0.1, volume: 0 }
    expect(csv(candlesOf([row]))).toBe(
      'time,open,high,low,close,volume\n1704067200000,0.0000001,1000000000000000000000,0.000000015,0.1,0\n',
    )
  })

  it('is the header alone where there is no candle', () => {
    expect(csv(candlesOf([]))).toBe('time,open,high,low,close,volume\n')
  })

  it('reads back into the engine as the same candles', () => {
    fc.assert(
      fc.property(anyCandles, (candles) => {
        const series = parseCandlesCsv(csv(candles), { symbol: 'BTCTRY', interval: '1m' })
        for (const name of COLUMN_NAMES) expect([...series[name]]).toEqual([...candles[name]])
      }),
    )
  })

  it('comes in pieces of whole lines', () => {
    const candles = candlesOf(candlesAt(START, MINUTE, [...Array(10_000).keys()]))
    const pieces = [...candlesToCsv(candles)]
    expect(pieces).toHaveLength(4)
    expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true)
    expect(parseCandlesCsv(pieces.join('')).length).toBe(10_000)
  })
})

describe('Parquet', () => {
  const read = async (candles: Candles) => {
    const { buffer } = candlesToParquet(candles) as Uint8Array<ArrayBuffer>
    return { metadata: parquetMetadata(buffer), rows: await parquetReadObjects({ file: buffer }) }
  }

  it('reads back as the same candles', async () => {
    await fc.assert(
      fc.asyncProperty(anyCandles, async (candles) => {
        const { rows } = await read(candles)
        expect(rows.map((row) => row['time'].getTime())).toEqual([...candles.time])
        for (const name of COLUMN_NAMES.slice(1)) expect(rows.map((row) => row[name])).toEqual([...candles[name]])
      }),
    )
  })

  it('says what the columns are, and whose', async () => {
    const { metadata } = await read(candlesOf(candlesAt(START, MINUTE, [0, 1])))
    expect(
      metadata.schema
        .slice(1)
        .map(({ name, type, converted_type, repetition_type }) => [name, type, converted_type, repetition_type]),
    ).toEqual([
      ['time', 'INT64', 'TIMESTAMP_MILLIS', 'REQUIRED'],
      ...['open', 'high', 'low', 'close', 'volume'].map((name) => [name, 'DOUBLE', undefined, 'REQUIRED']),
    ])
    expect(metadata.key_value_metadata).toEqual([
      { key: 'symbol', value: 'BTCTRY' },
      { key: 'interval', value: '1m' },
    ])
  })

  it('holds several row groups, and none', async () => {
    const many = candlesOf(candlesAt(START, MINUTE, [...Array(5000).keys()]))
    const { rows, metadata } = await read(many)
    expect(metadata.row_groups.length).toBeGreaterThan(1)
    expect(rows.map((row) => row['close'])).toEqual([...many.close])
    expect((await read(candlesOf([]))).rows).toEqual([])
  })
})
