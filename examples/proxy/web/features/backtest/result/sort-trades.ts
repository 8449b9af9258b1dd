import type { Trade } from '../../../api/result-formats.ts'

/** The columns a trade can be ordered by. */
export const TRADE_KEYS = [
  'entryTime',
  'entryPrice',
  'exitTime',
  'exitPrice',
  'quantity',
  'fees',
  'profit',
  'returnPct',
  'maePct',
  'mfePct',
] as const
export type TradeKey = (typeof TRADE_KEYS)[number]

export type Order = { readonly key: TradeKey; readonly descending: boolean }

function rank(trade: Trade, key: TradeKey): number {
  const value = trade[key]
  // What an open trade has not got yet comes after everything that is there.
  return value === null ? Number.POSITIVE_INFINITY : Number(value)
}

/** A sorted copy; equal trades keep their order. Each rank is read once: there may be a hundred thousand trades. */
export function sortTrades(trades: readonly Trade[], { key, descending }: Order): readonly Trade[] {
  const sign = descending ? -1 : 1
  const ranked = trades.map((trade) => ({ trade, rank: rank(trade, key) }))
  ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank < b.rank ? -sign : sign))
  return ranked.map(({ trade }) => trade)
}

/** The order after a click on a column: the other way round if it is sorted by it already. */
export function nextOrder(order: Order, key: TradeKey): Order {
  return { key, descending: order.key === key && !order.descending }
}
