import { type DecimalInput, decimalFromNumber, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import { parseInterval } from '../../candles/interval.ts'
import { type CandleSeries, createSeries } from '../../candles/series.ts'

/** Whose candles they are and when they are. */
export type Placement = {
  /** Default `TEST`. */
  readonly symbol?: string
  /** Such as `1m`, `4h` or `1d`. Default `1d`. */
  readonly interval?: string
  /** Open time of the first candle: epoch milliseconds, or UTC text such as `2024-01-31` or `2024-01-31T09:30Z`. Default 2024-01-01. */
  readonly start?: number | string
}

/** What every builder takes as its last argument. */
export type CandleOptions = Placement & {
  /** Base units traded in each candle. Default 1. */
  readonly volume?: number
  /** How far high and low reach beyond open and close, in quote currency. Default 0: candles without wicks. */
  readonly wick?: DecimalInput
}

/** A candle as a row: open, high, low, close and, where it is not 1, volume. */
export type CandleRow = readonly [open: number, high: number, low: number, close: number, volume?: number]

const DEFAULTS = { symbol: 'TEST', interval: '1d', start: '2024-01-01' } as const

/** Rows one interval apart, checked by `createSeries`. */
export function seriesFrom(rows: readonly CandleRow[], options: CandleOptions = {}): CandleSeries {
  const { symbol = DEFAULTS.symbol, interval = DEFAULTS.interval, start = DEFAULTS.start, volume = 1 } = options
  const intervalMs = parseInterval(interval)
  const first = startTime(start)
  const column = (place: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(rows, (row) => row[place])
  return createSeries({
    symbol,
    interval,
    time: Float64Array.from(rows, (_, index) => first + index * intervalMs),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: Float64Array.from(rows, (row) => row[4] ?? volume),
  })
}

/**
 * A row from its open to its close, with the wicks that the options ask for.
 *
 * @throws RangeError if the wick is not a decimal from 0
 */
export function bodyWithWicks(open: number, close: number, { wick = 0 }: CandleOptions): CandleRow {
  const [bottom, top] = open < close ? [open, close] : [close, open]
  const reach = toDecimal(wick)
  if (reach === null || reach.units < 0n) {
    throw new RangeError(`wick must be a decimal from 0, received ${describeValue(wick)}`)
  }
  // What is no price is for createSeries to refuse.
  if (reach.isZero || !Number.isFinite(open + close)) return [open, top, bottom, close]
  // Exactly, since a sum of doubles such as 0.1 + 0.2 leaves the price grid.
  const high = decimalFromNumber(top).plus(reach).toNumber()
  const low = decimalFromNumber(bottom).minus(reach).toNumber()
  return [open, high, low, close]
}

const UTC_TEXT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/

function startTime(start: unknown): number {
  if (typeof start === 'number') return start
  const time = typeof start === 'string' && UTC_TEXT.test(start) ? Date.parse(start) : Number.NaN
  if (!Number.isNaN(time)) return time
  const allowed = 'epoch milliseconds or UTC text such as 2024-01-31 or 2024-01-31T09:30Z'
  throw new RangeError(`start must be ${allowed}, received ${describeValue(start)}`)
}
