import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type CandleSeries, createSeries, MAX_CANDLES, parseCandlesCsv } from '@tezgah/backtest'
import { RunnerError } from '../errors.ts'
import { readParquet } from './parquet.ts'

/** The candles of one dataset as columns on shared memory: sent to another thread they are shared, not copied. */
export type SharedCandles = {
  readonly symbol: string
  readonly interval: string
  readonly time: Float64Array<SharedArrayBuffer>
  readonly open: Float64Array<SharedArrayBuffer>
  readonly high: Float64Array<SharedArrayBuffer>
  readonly low: Float64Array<SharedArrayBuffer>
  readonly close: Float64Array<SharedArrayBuffer>
  readonly volume: Float64Array<SharedArrayBuffer>
}

/** The file of a dataset's candles. */
export type CandleSource = {
  readonly file: string
  readonly symbol: string
  readonly interval: string
  readonly sha256: string
}

/**
 * Reads, checks and parses a dataset. Blocks its thread all the while: call it in a worker.
 *
 * @throws RunnerError `invalid_dataset` when the file's sha256 is not the one its manifest names
 * @throws BacktestError `invalid_candles` naming row, column and value
 */
export async function loadSharedCandles(source: CandleSource): Promise<SharedCandles> {
  return toShared(await readCandles(source, MAX_CANDLES))
}

/**
 * The candles of a CSV or Parquet file, by the end of its name.
 *
 * @throws as {@link loadSharedCandles} does, and RunnerError `invalid_dataset` beyond `maxRows`
 */
export async function readCandles(
  { file, symbol, interval, sha256 }: CandleSource,
  maxRows: number,
): Promise<CandleSeries> {
  const bytes = readFileSync(file)
  const found = hash('sha256', bytes)
  if (found !== sha256) {
    throw new RunnerError(
      'invalid_dataset',
      `${file} must have the sha256 of its manifest, ${sha256}, received ${found}`,
    )
  }
  if (file.endsWith('.parquet')) {
    const { buffer, byteOffset, byteLength } = bytes
    const columns = await readParquet(buffer.slice(byteOffset, byteOffset + byteLength), maxRows)
    return createSeries({ symbol, interval, ...columns })
  }
  const series = parseCandlesCsv(bytes, { symbol, interval })
  if (series.length <= maxRows) return series
  throw new RunnerError('invalid_dataset', `the file must have at most ${maxRows} rows, received ${series.length}`)
}

/** Copies the columns of a series to shared memory, once; 48 bytes a candle. */
function toShared(series: CandleSeries): SharedCandles {
  const { symbol, interval, time, open, high, low, close, volume } = series
  return {
    symbol,
    interval,
    time: share(time),
    open: share(open),
    high: share(high),
    low: share(low),
    close: share(close),
    volume: share(volume),
  }
}

function share(column: Float64Array): Float64Array<SharedArrayBuffer> {
  const shared = new Float64Array(new SharedArrayBuffer(column.byteLength))
  shared.set(column)
  return shared
}
