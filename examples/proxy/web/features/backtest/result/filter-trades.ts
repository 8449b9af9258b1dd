import type { Trade } from '../../../api/result-formats.ts'

/** What trades must be to be shown; an empty text asks for nothing. */
export type TradeFilter = {
  readonly text: string
  readonly symbol: string
  readonly side: string
  readonly outcome: '' | 'won' | 'lost'
  readonly reason: string
  /** Days of the entry in UTC, as `2024-01-31`, both included. */
  readonly from: string
  readonly to: string
}

export const NO_FILTER: TradeFilter = { text: '', symbol: '', side: '', outcome: '', reason: '', from: '', to: '' }

const DAY_MS = 86_400_000

export const isFiltering = (filter: TradeFilter): boolean => Object.values(filter).some((wanted) => wanted !== '')

const timeOf = (day: string): number | null => {
  const time = Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(time) ? null : time
}

function isOutcome({ profit }: Trade, outcome: TradeFilter['outcome']): boolean {
  return outcome === '' || (outcome === 'won' ? Number(profit) > 0 : Number(profit) < 0)
}

/** The trades that are all of what the filter wants, in their order. */
export function filterTrades(trades: readonly Trade[], filter: TradeFilter): readonly Trade[] {
  const { symbol, side, outcome, reason } = filter
  const text = filter.text.trim().toLowerCase()
  const from = timeOf(filter.from) ?? Number.NEGATIVE_INFINITY
  const last = timeOf(filter.to)
  const before = last === null ? Number.POSITIVE_INFINITY : last + DAY_MS
  return trades.filter(
    (trade) =>
      (symbol === '' || trade.symbol === symbol) &&
      (side === '' || trade.side === side) &&
      (reason === '' || trade.exitReason === reason) &&
      isOutcome(trade, outcome) &&
      trade.entryTime >= from &&
      trade.entryTime < before &&
      (text === '' || textOf(trade).includes(text)),
  )
}

const textOf = ({ symbol, side, entryTag, exitReason, quantity, entryPrice, exitPrice, profit }: Trade): string =>
  [symbol, side, entryTag, exitReason, quantity, entryPrice, exitPrice, profit].join(' ').toLowerCase()

/** What there is to choose from, in the order of its first appearance; null where there is nothing to choose. */
export function choicesOf(trades: readonly Trade[], key: 'symbol' | 'side' | 'exitReason'): readonly string[] | null {
  const values = [...new Set(trades.map((trade) => trade[key] ?? ''))].filter((value) => value !== '')
  return values.length > 1 ? values : null
}
