import { describeValue } from '@tezgah/core/describe'
import { COLUMN_NAMES, invalidCandles } from '../validate.ts'
import { cellText, LINE_FEED, MAX_FILE_COLUMNS, QUOTE, splitLine, TAB } from './bytes.ts'
import { isDecimal } from './cells.ts'
import { matchHeader } from './header-names.ts'
import { IsoTimeReader } from './iso-time.ts'

/** Where a file keeps what. */
export interface Layout {
  readonly delimiter: number
  /** For each column of the file: its place in {@link COLUMN_NAMES}, or -1 when it is not read. */
  readonly roles: Int8Array
  readonly hasHeader: boolean
}

/** Reads the first line of a file, which must end in a line feed. */
export function readLayout(bytes: Uint8Array, start: number, line: number, symbol: string): Layout {
  const delimiter = findDelimiter(bytes, start)
  const cells = delimiter === null ? null : splitLine(bytes, start, delimiter)
  if (delimiter === null || cells === null || cells.length < 2) {
    let end = start
    while (bytes[end] !== LINE_FEED) end++
    const found = describeValue(cellText(bytes, start, end).trim())
    throw invalidCandles(
      `line ${line}: expected columns separated by comma, semicolon or tab, found ${found}`,
      'header',
    )
  }
  if (cells.length > MAX_FILE_COLUMNS) {
    throw invalidCandles(`line ${line}: at most ${MAX_FILE_COLUMNS} columns are allowed, found more`, 'header')
  }
  const roles = new Int8Array(cells.length).fill(-1)
  if (isDataRow(cells)) {
    if (cells.length < COLUMN_NAMES.length) {
      const message = `line ${line}: a file without a header needs the columns ${COLUMN_NAMES.join(', ')}, found ${cells.length} columns`
      throw invalidCandles(message, 'header')
    }
    COLUMN_NAMES.forEach((_, role) => {
      roles[role] = role
    })
    return { delimiter, roles, hasHeader: false }
  }
  const match = matchHeader(cells, symbol)
  if ('problem' in match) throw invalidCandles(`line ${line}: ${match.problem}`, 'header')
  COLUMN_NAMES.forEach((name, role) => {
    roles[match[name]] = role
  })
  return { delimiter, roles, hasHeader: true }
}

/** The separator that occurs most often in the line, outside quotes. */
function findDelimiter(bytes: Uint8Array, start: number): number | null {
  let best: number | null = null
  let bestCount = 0
  for (const delimiter of [44, 59, TAB]) {
    const count = countDelimiters(bytes, start, delimiter)
    if (count > bestCount) {
      best = delimiter
      bestCount = count
    }
  }
  return best
}

function countDelimiters(bytes: Uint8Array, start: number, delimiter: number): number {
  let count = 0
  let isQuoted = false
  for (let at = start; bytes[at] !== LINE_FEED; at++) {
    if (bytes[at] === QUOTE) isQuoted = !isQuoted
    else if (bytes[at] === delimiter && !isQuoted) count++
  }
  return count
}

function isDataRow(cells: readonly string[]): boolean {
  const [first = '', ...rest] = cells
  return (isDecimal(first) || isIsoTime(first)) && rest.slice(0, COLUMN_NAMES.length - 1).every(isDecimal)
}

function isIsoTime(text: string): boolean {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  return !Number.isNaN(new IsoTimeReader().read(bytes, 0, bytes.length))
}
