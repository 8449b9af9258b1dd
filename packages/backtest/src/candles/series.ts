import { describeValue } from '@tezgah/core/describe'
import { detectIntervalMs, formatInterval, parseInterval } from './interval.ts'
import {
  type CandleColumns,
  COLUMN_NAMES,
  type ColumnName,
  checkCandles,
  invalidCandles,
  type Locate,
  locateByRow,
} from './validate.ts'

/** Longest symbol. */
const MAX_SYMBOL_LENGTH = 64

/**
 * Candles of one symbol and one interval, in columns of equal length, checked: see {@link createSeries} for what holds.
 *
 * Columns may be views, and may lie on a `SharedArrayBuffer`. Do not write to them.
 */
export interface CandleSeries {
  /** The venue's own spelling, such as `BTCTRY`. */
  readonly symbol: string
  /** Shortest spelling of the interval, such as `1m`, `4h` or `1d`. */
  readonly interval: string
  readonly intervalMs: number
  /** Number of candles, 1 to 50,000,000. */
  readonly length: number
  /** Open time of each candle: whole milliseconds since the Unix epoch, UTC, strictly increasing. */
  readonly time: Float64Array
  /** Prices, in quote currency: finite and above 0, open and close within low to high. */
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Traded amount, finite and not negative. */
  readonly volume: Float64Array
}

/** A `Float64Array` is taken as it is, without a copy; an array of numbers is converted. */
export type NumberColumn = Float64Array | readonly number[]

/** What {@link createSeries} takes: the columns of {@link CandleSeries}, unchecked. */
export interface CandleSeriesInput {
  /** 1 to 64 characters. */
  readonly symbol: string
  /** Such as `1m`, `4h` or `1d`. Without it, the most common step between candles. Needed for a series of one candle. */
  readonly interval?: string | undefined
  readonly time: NumberColumn
  readonly open: NumberColumn
  readonly high: NumberColumn
  readonly low: NumberColumn
  readonly close: NumberColumn
  readonly volume: NumberColumn
}

/**
 * Checks candles and makes a series of them. Columns given as `Float64Array` are not copied, so do not change them afterwards.
 *
 * Nothing is repaired: a series is refused when it is empty, when columns differ in length, when a value is not finite, times
 * are not whole, unsorted or duplicate, a price is not above 0, a volume is negative, high is below low, or open or close lie
 * outside low to high, by however little. Gaps between candles are allowed.
 *
 * @throws BacktestError `invalid_candles`; the message names row (from 0), column and value.
 */
export function createSeries(input: CandleSeriesInput): CandleSeries {
  if (typeof input !== 'object' || input === null) {
    throw invalidCandles(`candles must be an object of columns, received ${describeValue(input)}`, 'candles')
  }
  return createSeriesFromRows(input.symbol, input.interval, readColumns(input), locateByRow)
}

/** {@link createSeries} for columns whose rows have a place of their own, such as the lines of a file. */
export function createSeriesFromRows(
  symbol: string,
  interval: string | undefined,
  columns: CandleColumns,
  locate: Locate,
): CandleSeries {
  checkSymbol(symbol)
  const declaredMs = interval === undefined ? undefined : parseInterval(interval)
  checkCandles(columns, locate)
  const intervalMs = resolveInterval(declaredMs, columns.time)
  const spelling = formatInterval(intervalMs)
  if (spelling === null) throw oddInterval(intervalMs)
  return uncheckedSeries(symbol, spelling, intervalMs, columns)
}

/** For columns that are known to be sound. */
export function uncheckedSeries(
  symbol: string,
  interval: string,
  intervalMs: number,
  columns: CandleColumns,
): CandleSeries {
  const { time, open, high, low, close, volume } = columns
  return Object.freeze({ symbol, interval, intervalMs, length: time.length, time, open, high, low, close, volume })
}

function resolveInterval(declaredMs: number | undefined, time: Float64Array): number {
  const detectedMs = detectIntervalMs(time)
  if (declaredMs === undefined) {
    if (detectedMs === null) {
      throw invalidCandles('interval is needed for a series of one candle, such as 1d', 'interval')
    }
    return detectedMs
  }
  if (detectedMs !== null && detectedMs < declaredMs) {
    const found = formatInterval(detectedMs) ?? `${detectedMs} ms`
    const message = `interval is declared as ${formatInterval(declaredMs)}, but most candles are ${found} apart`
    throw invalidCandles(message, 'interval')
  }
  return declaredMs
}

function oddInterval(intervalMs: number): Error {
  const message = `interval must be a whole number of seconds, but most candles are ${intervalMs} ms apart; times are in milliseconds since the epoch`
  return invalidCandles(message, 'interval')
}

function checkSymbol(symbol: unknown): void {
  if (typeof symbol !== 'string' || symbol.trim() === '' || symbol.length > MAX_SYMBOL_LENGTH) {
    throw invalidCandles(
      `symbol must have 1 to ${MAX_SYMBOL_LENGTH} characters, received ${describeValue(symbol)}`,
      'symbol',
    )
  }
}

function readColumns(input: CandleSeriesInput): CandleColumns {
  const columns = {
    time: readColumn('time', input.time),
    open: readColumn('open', input.open),
    high: readColumn('high', input.high),
    low: readColumn('low', input.low),
    close: readColumn('close', input.close),
    volume: readColumn('volume', input.volume),
  }
  const length = columns.time.length
  for (const name of COLUMN_NAMES) {
    const received = columns[name].length
    if (received === length) continue
    throw invalidCandles(`ragged columns: time has ${length} rows, ${name} has ${received}`, name)
  }
  return columns
}

function readColumn(name: ColumnName, column: unknown): Float64Array {
  if (column instanceof Float64Array) return column
  if (!Array.isArray(column)) {
    throw invalidCandles(
      `${name} must be a Float64Array or an array of numbers, received ${describeValue(typeof column)}`,
      name,
    )
  }
  const converted = new Float64Array(column.length)
  for (let row = 0; row < column.length; row++) {
    const value: unknown = column[row]
    if (typeof value !== 'number') {
      throw invalidCandles(`row ${row}: ${name} must be a number, received ${describeValue(value)}`, `${name}[${row}]`)
    }
    converted[row] = value
  }
  return converted
}
