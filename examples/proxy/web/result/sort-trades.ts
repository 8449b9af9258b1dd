import type { Trade } from '../api/result.ts'

/** The columns a trade can be ordered by. */
export type TradeKey =
  | 'entryTime'
  | 'exitTime'
  | 'entryPrice'
  | 'exitPrice'
  | 'quantity'
  | 'fees'
  | 'profit'
  | 'returnPct'
  | 'maePct'
  | 'mfePct'

export type Order = { readonly key: TradeKey; readonly descending: boolean }

function rank(trade: Trade, key: TradeKey): number {
  const value = trade[key]
  // What an open trade has not got yet comes after everything that is there.
  return value === null ? Number.POSITIVE_INFINITY : Number(value)
}

/** A sorted copy; equal trades keep their order. */
export function sortTrades(trades: readonly Trade[], { key, descending }: Order): readonly Trade[] {
  const sign = descending ? -1 : 1
  return trades.toSorted((a, b) => {
    const [left, right] = [rank(a, key), rank(b, key)]
    return left === right ? 0 : left < right ? -sign : sign
  })
}

/** The order after a click on a column: the other way round if it is sorted by it already. */
export function nextOrder(order: Order, key: TradeKey): Order {
  return { key, descending: order.key === key && !order.descending }
}
