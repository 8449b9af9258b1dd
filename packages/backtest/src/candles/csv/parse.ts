import { describeValue } from '@tezgah/core/describe'
import { BacktestError } from '../../errors.ts'
import { type CandleSeries, createSeriesFromRows } from '../series.ts'
import { sliceSeries, type TimeSpan } from '../slice.ts'
import { invalidCandles, MAX_CANDLES } from '../validate.ts'
import { CandleBuilder } from './builder.ts'
import { encodeUtf8, LINE_FEED } from './bytes.ts'
import type { TimeUnit } from './cells.ts'
import { readLayout } from './layout.ts'
import { CsvRowParser, MAX_LINE_BYTES } from './rows.ts'

/** UTF-16 units of a text that are encoded at a time. */
const PIECE_LENGTH = 262_144

/** What {@link parseCandlesCsv} takes beside the file. */
export interface CandlesCsvOptions extends TimeSpan {
  /** Default `UNNAMED`. */
  readonly symbol?: string | undefined
  /** Such as `1m`, `4h` or `1d`. Without it, the most common step between candles. */
  readonly interval?: string | undefined
  /** Unit of numeric times. Default `auto`: below 1e11 seconds, from 1e11 on milliseconds, by the first row. */
  readonly timeUnit?: TimeUnit | undefined
}

/**
 * Reads candles from CSV.
 *
 * - **Columns** are found by their header in any order and case, ignoring spaces and underscores: time, timestamp, open_time,
 *   datetime, date, unix; open or o; high or h; low or l; close or c (never the adjusted close); volume, vol, v or volume with
 *   a unit, such as `Volume_(BTC)`. All six are needed. Of two volumes the one in the symbol's base currency is read. Other
 *   columns are ignored. Without a header (a first row of numbers) the order is time, open, high, low, close, volume.
 * - **Format**: comma, semicolon or tab; quotes around cells; LF or CRLF; UTF-8, with or without a byte order mark; blank
 *   lines at the end only; lines of at most 65,536 bytes; at most 256 columns and 50,000,000 rows.
 * - **Numbers** are plain decimals with a point, read to the nearest double.
 * - **Times** are seconds or milliseconds since the epoch (not microseconds), or ISO dates to the millisecond: `2000-01-03`,
 *   `2000-01-03T10:00:00Z`, with a space, a fraction or an offset; without a zone they are UTC. One file has one format.
 * - **Rows** run from old to new. All of them are checked as by {@link createSeries}; `from` and `to` (milliseconds since the
 *   epoch, half open) then cut the series.
 *
 * @throws BacktestError `invalid_candles`, naming line, column and value; `invalid_options` for a span without candles.
 */
export function parseCandlesCsv(input: string | Uint8Array, options: CandlesCsvOptions = {}): CandleSeries {
  const { symbol = 'UNNAMED', interval, timeUnit = 'auto' } = options
  if (timeUnit !== 'auto' && timeUnit !== 's' && timeUnit !== 'ms') {
    const message = `timeUnit must be auto, s or ms, received ${describeValue(timeUnit)}`
    throw new BacktestError('invalid_options', message, { field: 'timeUnit' })
  }
  if (typeof input !== 'string' && !(input instanceof Uint8Array)) {
    throw invalidCandles(`a file must be text or a Uint8Array, received ${describeValue(typeof input)}`, 'candles')
  }
  const reader = new CsvReader(symbol, timeUnit, input.length)
  if (typeof input === 'string') readText(input, reader)
  else readBytes(input, reader)
  const { columns, firstLine } = reader.finish()
  const series = createSeriesFromRows(symbol, interval, columns, (row) => `row ${row} (line ${row + firstLine})`)
  return sliceSeries(series, options)
}

/** Takes a file in pieces of whole lines, each ending in a line feed. */
class CsvReader {
  readonly #symbol: string
  readonly #timeUnit: TimeUnit
  readonly #size: number
  #rows: CsvRowParser | null = null
  #table = new CandleBuilder(0)
  #firstLine = 1

  constructor(symbol: string, timeUnit: TimeUnit, size: number) {
    this.#symbol = symbol
    this.#timeUnit = timeUnit
    this.#size = size
  }

  read(bytes: Uint8Array, start: number, end: number): void {
    if (this.#rows === null) this.#open(bytes, start, end)
    else this.#rows.read(bytes, start, end)
  }

  #open(bytes: Uint8Array, start: number, end: number): void {
    const begin = start + byteOrderMark(bytes, start)
    const layout = readLayout(bytes, begin, 1, this.#symbol)
    const data = layout.hasHeader ? bytes.indexOf(LINE_FEED, begin) + 1 : begin
    const rowLength = data < end ? bytes.indexOf(LINE_FEED, data) + 1 - data : this.#size
    // Rows differ in length, so leave room for shorter ones than the first.
    const guess = Math.ceil((this.#size / Math.max(rowLength, 12)) * 1.25) + 16
    this.#table = new CandleBuilder(Math.min(guess, MAX_CANDLES))
    this.#firstLine = layout.hasHeader ? 2 : 1
    this.#rows = new CsvRowParser(layout, this.#table, this.#firstLine, this.#timeUnit)
    this.#rows.read(bytes, data, end)
  }

  finish(): { columns: ReturnType<CandleBuilder['columns']>; firstLine: number } {
    if (this.#rows === null || this.#table.length === 0) {
      throw invalidCandles('the file has no candles', 'candles')
    }
    return { columns: this.#table.columns(), firstLine: this.#firstLine }
  }
}

function byteOrderMark(bytes: Uint8Array, start: number): number {
  const [first, second, third] = bytes.subarray(start, start + 3)
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw invalidCandles('line 1: the file is UTF-16; save it as UTF-8', 'header')
  }
  return first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0
}

function readBytes(bytes: Uint8Array, reader: CsvReader): void {
  const whole = bytes.lastIndexOf(LINE_FEED) + 1
  if (whole > 0) reader.read(bytes, 0, whole)
  if (whole === bytes.length) return
  const rest = bytes.length - whole
  if (rest > MAX_LINE_BYTES) throw lineTooLong()
  const last = new Uint8Array(rest + 1)
  last.set(bytes.subarray(whole))
  last[rest] = LINE_FEED
  reader.read(last, 0, rest + 1)
}

/** Encodes piece by piece, so that a long text is never held twice. */
function readText(text: string, reader: CsvReader): void {
  const bytes = new Uint8Array(Math.min(PIECE_LENGTH, text.length) * 3 + 1)
  for (let start = 0; start < text.length; ) {
    const limit = start + PIECE_LENGTH
    const isLast = limit >= text.length
    const end = isLast ? text.length : text.lastIndexOf('\n', limit - 1) + 1
    if (end <= start) throw lineTooLong()
    let length = encodeUtf8(text, start, end, bytes)
    if (bytes[length - 1] !== LINE_FEED) bytes[length++] = LINE_FEED
    reader.read(bytes, 0, length)
    start = end
  }
}

function lineTooLong(): BacktestError {
  return invalidCandles(`a line has at most ${MAX_LINE_BYTES} bytes; one of the file is longer`, 'candles')
}
