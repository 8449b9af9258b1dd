import { describeTime } from '@tezgah/core/describe'
import { BacktestError } from '../errors.ts'

/** The columns of a candle, in the order in which a file without a header is read. */
export const COLUMN_NAMES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const
export type ColumnName = (typeof COLUMN_NAMES)[number]
export type CandleColumns = Readonly<Record<ColumnName, Float64Array>>

/** Most candles of one series. */
export const MAX_CANDLES = 50_000_000

/** The latest time of a JavaScript date, in ms from the epoch; the earliest is its negative. */
export const MAX_TIME = 8.64e15

/** Says where a row stands, for error messages: `row 17`, and its line when it came from a file. */
export type Locate = (row: number) => string

export const locateByRow: Locate = (row) => `row ${row}`

export function invalidCandles(message: string, field: string): BacktestError {
  return new BacktestError('invalid_candles', message, { field })
}

/** One pass over equally long columns; throws for the first row that is not a candle. */
export function checkCandles(columns: CandleColumns, locate: Locate): void {
  const { time, open, high, low, close, volume } = columns
  const length = time.length
  if (length === 0) throw invalidCandles('a series needs at least one candle, received none', 'time')
  if (length > MAX_CANDLES) {
    throw invalidCandles(`a series holds at most ${MAX_CANDLES} candles, received ${length}`, 'time')
  }
  let previous = Number.NEGATIVE_INFINITY
  for (let row = 0; row < length; row++) {
    const now = time[row]!
    const bottom = low[row]!
    const top = high[row]!
    const first = open[row]!
    const last = close[row]!
    const amount = volume[row]!
    // Every comparison is false for NaN, so a row passes only when all of it is known to be right.
    if (
      now > previous &&
      now <= MAX_TIME &&
      now >= -MAX_TIME &&
      Math.trunc(now) === now &&
      bottom > 0 &&
      bottom <= first &&
      first <= top &&
      bottom <= last &&
      last <= top &&
      top < Number.POSITIVE_INFINITY &&
      amount >= 0 &&
      amount < Number.POSITIVE_INFINITY
    ) {
      previous = now
    } else {
      throw explain(columns, row, locate)
    }
  }
}

function explain(columns: CandleColumns, row: number, locate: Locate): BacktestError {
  const at = (name: ColumnName): number => columns[name][row]!
  const refuse = (name: ColumnName, what: string): BacktestError =>
    invalidCandles(`${locate(row)}: ${name} ${what}`, `${name}[${row}]`)
  for (const name of COLUMN_NAMES) {
    if (!Number.isFinite(at(name))) return refuse(name, `must be a finite number, received ${at(name)}`)
  }
  const timeProblem = explainTime(columns.time, row, locate)
  if (timeProblem !== null) return refuse('time', timeProblem)
  for (const name of ['open', 'high', 'low', 'close'] as const) {
    if (at(name) <= 0) return refuse(name, `must be above 0, received ${at(name)}`)
  }
  if (at('volume') < 0) return refuse('volume', `must not be negative, received ${at('volume')}`)
  if (at('high') < at('low')) return refuse('high', `${at('high')} is below low ${at('low')}`)
  const outside = at('open') < at('low') || at('open') > at('high') ? 'open' : 'close'
  return refuse(outside, `${at(outside)} is outside low ${at('low')} to high ${at('high')}`)
}

function explainTime(time: Float64Array, row: number, locate: Locate): string | null {
  const now = time[row]!
  if (!Number.isInteger(now)) return `must be whole milliseconds, received ${now}`
  if (Math.abs(now) > MAX_TIME) return `must be within ±${MAX_TIME} ms of the epoch, received ${now}`
  const previous = row === 0 ? Number.NEGATIVE_INFINITY : time[row - 1]!
  if (now > previous) return null
  if (now === previous) return `${describeTime(now)} is a duplicate of ${locate(row - 1)}`
  const remedy = isDescending(time) ? 'the series runs from new to old' : 'times are unsorted'
  return `${describeTime(now)} is before ${describeTime(previous)} of ${locate(row - 1)}: ${remedy}; sort candles by time, oldest first`
}

function isDescending(time: Float64Array): boolean {
  return time.every((now, row) => row === 0 || now < time[row - 1]!)
}
