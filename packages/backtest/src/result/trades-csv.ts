import type { TradeReport } from './result-types.ts'

const COLUMNS = [
  'symbol',
  'side',
  'quantity',
  'entryIndex',
  'entryTime',
  'entryPrice',
  'exitIndex',
  'exitTime',
  'exitPrice',
  'fees',
  'profit',
  'returnPct',
  'maePct',
  'mfePct',
  'entryTag',
  'exitReason',
] as const satisfies readonly (keyof TradeReport)[]

const FREE_TEXT = new Set<string>(['symbol', 'entryTag', 'exitReason'])

/**
 * Trades as CSV: a header, then a line each, CRLF line ends. Times are ISO 8601 in UTC; a field is empty where an open trade has no exit
 * yet. Text that a spreadsheet would take for a formula gets a leading apostrophe.
 *
 * @see RFC 4180
 */
export function tradesCsv(trades: readonly TradeReport[]): string {
  const rows = trades.map((trade) => COLUMNS.map((column) => field(column, trade[column])).join(','))
  return [COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('')
}

function field(column: (typeof COLUMNS)[number], value: string | number | null): string {
  if (value === null) return ''
  if (column === 'entryTime' || column === 'exitTime') return new Date(value).toISOString()
  // Only these are free text; a minus sign before an amount is no formula.
  return FREE_TEXT.has(column) ? quote(inert(String(value))) : String(value)
}

/** A spreadsheet runs what begins like a formula; a leading apostrophe makes it text. */
function inert(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
