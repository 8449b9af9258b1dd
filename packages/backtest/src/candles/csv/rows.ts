import { describeValue } from '@tezgah/core/describe'
import type { BacktestError } from '../../errors.ts'
import { COLUMN_NAMES, invalidCandles, MAX_CANDLES } from '../validate.ts'
import type { CandleBuilder } from './builder.ts'
import {
  CARRIAGE_RETURN,
  cellText,
  endOfCell,
  LINE_FEED,
  MAX_FILE_COLUMNS,
  POINT,
  QUOTE,
  SPACE,
  splitLine,
  TAB,
} from './bytes.ts'
import {
  type EpochScale,
  EXACT_POWERS_OF_TEN,
  EXACT_WHOLE_LIMIT,
  epochScale,
  explainNotDecimal,
  isDecimal,
  type TimeUnit,
} from './cells.ts'
import { IsoTimeReader, type ZoneStyle } from './iso-time.ts'
import type { Layout } from './layout.ts'

/** Longest line, in bytes. */
export const MAX_LINE_BYTES = 65_536

const INTEGER_DIGITS = 9

/** `1.704067e+12` was a time to the millisecond once; as it stands it is up to minutes away from it. */
const TIME_WITH_EXPONENT =
  'has an exponent, which is how a spreadsheet rounds a time: write the column as whole numbers or ISO dates'

/** Reads lines of candles into a table. */
export class CsvRowParser {
  /** Number of the line that is read next, from 1. */
  line: number
  readonly #layout: Layout
  readonly #delimiter: number
  readonly #table: CandleBuilder
  readonly #timeUnit: TimeUnit
  readonly #iso = new IsoTimeReader()
  readonly #cells = new Float64Array(COLUMN_NAMES.length)
  #scale: EpochScale | null = null
  #zone: ZoneStyle | null = null
  #blankLine = 0
  /** Where the cell ends whose text was taken last. */
  #end = 0

  constructor(layout: Layout, table: CandleBuilder, line: number, timeUnit: TimeUnit) {
    this.#layout = layout
    this.#delimiter = layout.delimiter
    this.#table = table
    this.line = line
    this.#timeUnit = timeUnit
  }

  /** Reads the whole lines in `[start, end)`; the last byte must be a line feed, which is what ends every search in here. */
  read(bytes: Uint8Array, start: number, end: number): void {
    const cells = this.#cells
    let at = start
    while (at < end) {
      if (isLineEnd(bytes, at)) {
        if (this.#blankLine === 0) this.#blankLine = this.line
        at += bytes[at] === LINE_FEED ? 1 : 2
      } else {
        if (this.#blankLine > 0) throw this.#refuse(`line ${this.#blankLine} is blank, but more rows follow`)
        at = this.#readRow(bytes, at)
        this.#store(cells)
      }
      this.line++
    }
  }

  #readRow(bytes: Uint8Array, start: number): number {
    const { roles, delimiter } = this.#layout
    const last = roles.length - 1
    let at = start
    for (let column = 0; column <= last; column++) {
      const role = roles[column]!
      if (role > 0) at = this.#readNumber(bytes, at, role)
      else if (role === 0) at = this.#readTime(bytes, at)
      else at = this.#skip(bytes, at)
      if (bytes[at] === delimiter ? column === last : column < last) throw this.#ragged(bytes, start)
      at++
    }
    if (bytes[at - 1] === CARRIAGE_RETURN) at++
    if (at - start > MAX_LINE_BYTES) {
      throw this.#refuse(`line ${this.line}: a line has at most ${MAX_LINE_BYTES} bytes, found ${at - start}`)
    }
    return at
  }

  // The readers below put the value into #cells and return where the cell ends: a number that is returned and is not a small
  // whole one would be allocated each time.

  /** Plain digits with or without a point, exactly; everything else goes the slow way. */
  #readNumber(bytes: Uint8Array, start: number, role: number): number {
    let at = start
    let byte = bytes[at]!
    // The first nine digits fit a small integer, which is quicker than a double; a point among them takes one place.
    let limit = start + INTEGER_DIGITS
    let whole = 0
    while (byte >= 48 && byte <= 57 && at < limit) {
      whole = whole * 10 + (byte - 48)
      byte = bytes[++at]!
    }
    let mantissa = whole
    while (byte >= 48 && byte <= 57) {
      mantissa = mantissa * 10 + (byte - 48)
      byte = bytes[++at]!
    }
    let places = 0
    if (byte === POINT && at > start) {
      const first = ++at
      byte = bytes[at]!
      limit++
      if (at < limit) {
        while (byte >= 48 && byte <= 57 && at < limit) {
          whole = whole * 10 + (byte - 48)
          byte = bytes[++at]!
        }
        mantissa = whole
      }
      while (byte >= 48 && byte <= 57) {
        mantissa = mantissa * 10 + (byte - 48)
        byte = bytes[++at]!
      }
      places = at - first
    }
    const isEnd = byte === this.#delimiter || isLineEnd(bytes, at)
    if (!isEnd || at === start || mantissa >= EXACT_WHOLE_LIMIT || places >= EXACT_POWERS_OF_TEN.length) {
      return this.#readUnusualNumber(bytes, start, role)
    }
    // Both sides are exact, so the one division rounds once, correctly.
    this.#cells[role] = mantissa / EXACT_POWERS_OF_TEN[places]!
    return at
  }

  #readUnusualNumber(bytes: Uint8Array, start: number, role: number): number {
    const text = this.#cellText(bytes, start, role)
    if (role === 0 && isDecimal(text) && /e/i.test(text)) throw this.#badCell(role, text, TIME_WITH_EXPONENT)
    const value = isDecimal(text) ? Number(text) : Number.NaN
    if (Number.isNaN(value)) throw this.#badCell(role, text, this.#explain(role, text))
    if (!Number.isFinite(value)) throw this.#badCell(role, text, 'is too large for a number')
    this.#cells[role] = value
    return this.#end
  }

  #explain(role: number, text: string): string {
    if (role !== 0 || text === '' || this.#scale === null) return explainNotDecimal(text)
    return `is not like the times before it, which are ${this.#scale.unit} since the epoch: one file has one time format`
  }

  #readTime(bytes: Uint8Array, start: number): number {
    if (this.#scale !== null) return this.#readEpoch(bytes, start, this.#scale)
    if (this.#zone !== null) return this.#readIso(bytes, start)
    const text = this.#cellText(bytes, start, 0)
    if (!isDecimal(text)) return this.#readIso(bytes, start)
    const scale = epochScale(this.#timeUnit, Number(text))
    if ('problem' in scale) throw this.#badCell(0, text, scale.problem)
    this.#scale = scale
    return this.#readEpoch(bytes, start, scale)
  }

  #readEpoch(bytes: Uint8Array, start: number, scale: EpochScale): number {
    const end = this.#readNumber(bytes, start, 0)
    const value = this.#cells[0]!
    const time = value * scale.factor
    if (!(value >= scale.min && value < scale.limit)) {
      const message = `is out of range for ${scale.unit} since the epoch: one file has one unit, and timeUnit (s or ms) names it`
      throw this.#badCell(0, this.#cellText(bytes, start, 0), message)
    }
    if (Math.trunc(time) !== time) {
      throw this.#badCell(0, this.#cellText(bytes, start, 0), 'is not a whole number of milliseconds')
    }
    this.#cells[0] = time
    return end
  }

  #readIso(bytes: Uint8Array, start: number): number {
    const end = endOfCell(bytes, start, this.#delimiter)
    const isQuoted = end >= 0 && bytes[start] === QUOTE
    const time = end < 0 ? Number.NaN : this.#iso.read(bytes, isQuoted ? start + 1 : start, isQuoted ? end - 1 : end)
    const zone = this.#iso.zone
    if (Number.isNaN(time)) {
      const text = this.#cellText(bytes, start, 0)
      throw this.#badCell(0, text, explainTime(text, this.#zone))
    }
    if (this.#zone !== null && this.#zone !== zone) {
      const message = `is ${zone}, but the times before it are ${this.#zone}: one file has one time format`
      throw this.#badCell(0, this.#cellText(bytes, start, 0), message)
    }
    this.#zone = zone
    this.#cells[0] = time
    return end
  }

  #skip(bytes: Uint8Array, start: number): number {
    const end = endOfCell(bytes, start, this.#delimiter)
    if (end < 0) throw this.#openQuote()
    return end
  }

  /** The trimmed text of a cell, without its quotes; sets {@link #end}. */
  #cellText(bytes: Uint8Array, start: number, role: number): string {
    let from = start
    while (bytes[from] === SPACE || (bytes[from] === TAB && this.#delimiter !== TAB)) from++
    const end = endOfCell(bytes, from, this.#delimiter)
    if (end < 0) throw this.#openQuote(role)
    this.#end = end
    return bytes[from] === QUOTE ? cellText(bytes, from + 1, end - 1).trim() : cellText(bytes, from, end).trim()
  }

  #store(cells: Float64Array): void {
    const table = this.#table
    const row = table.length
    if (row === table.capacity) {
      if (row >= MAX_CANDLES) throw this.#refuse(`line ${this.line}: a file holds at most ${MAX_CANDLES} candles`)
      table.grow()
    }
    table.time[row] = cells[0]!
    table.open[row] = cells[1]!
    table.high[row] = cells[2]!
    table.low[row] = cells[3]!
    table.close[row] = cells[4]!
    table.volume[row] = cells[5]!
    table.length = row + 1
  }

  #badCell(role: number, text: string, what: string): BacktestError {
    const name = COLUMN_NAMES[role]!
    return invalidCandles(`line ${this.line}: ${name} ${describeValue(text)} ${what}`, `${name}[${this.#table.length}]`)
  }

  #openQuote(role?: number): BacktestError {
    const where = role === undefined ? '' : `${COLUMN_NAMES[role]!} has `
    return this.#refuse(`line ${this.line}: ${where}a quote that is not closed at the end of its cell`)
  }

  #ragged(bytes: Uint8Array, start: number): BacktestError {
    const count = splitLine(bytes, start, this.#delimiter)?.length ?? 0
    const found = count > MAX_FILE_COLUMNS ? `more than ${MAX_FILE_COLUMNS}` : count
    return this.#refuse(`line ${this.line} has ${found} columns, the first line has ${this.#layout.roles.length}`)
  }

  #refuse(message: string): BacktestError {
    return invalidCandles(message, 'candles')
  }
}

function isLineEnd(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LINE_FEED || (bytes[at] === CARRIAGE_RETURN && bytes[at + 1] === LINE_FEED)
}

function explainTime(text: string, zone: ZoneStyle | null): string {
  if (text === '') return 'is empty'
  if (isDecimal(text) && zone !== null) return 'is not like the ISO dates before it: one file has one time format'
  return 'is not a time: accepted are seconds or milliseconds since the epoch and ISO dates such as 2000-01-03 or 2000-01-03T10:00:00Z, to the millisecond'
}
