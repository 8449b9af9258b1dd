import type { TradeReport } from '@tezgah/backtest'

const COLUMNS = [
  'symbol',
  'side',
  'quantity',
  'entryTime',
  'entryPrice',
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

/** What a strategy or a data set has named may hold anything; a spreadsheet takes such a beginning for a formula. */
const NAMED: ReadonlySet<string> = new Set(['symbol', 'entryTag', 'exitReason'])
const FORMULA = /^[=+\-@\t\r]/

/** Trades as CSV (RFC 4180), one line each; what does not exist is empty. Times are epoch milliseconds, UTC. */
export function tradesCsv(trades: readonly TradeReport[]): string {
  const lines = trades.map((trade) => COLUMNS.map((column) => cell(column, trade[column])).join(','))
  return [COLUMNS.join(','), ...lines, ''].join('\r\n')
}

function cell(column: string, value: string | number | null): string {
  if (value === null) return ''
  const text = NAMED.has(column) && FORMULA.test(String(value)) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
