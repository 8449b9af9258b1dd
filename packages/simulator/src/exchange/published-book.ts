import type { Amount } from './amounts.ts'
import type { Market } from './market.ts'
import type { Side } from './order.ts'

export type BookLevel = { readonly price: Amount; readonly amount: Amount }

/** The part of a book that the exchange shows: the best first. */
export type BookLevels = { readonly bids: readonly BookLevel[]; readonly asks: readonly BookLevel[] }

/** 0: the amount changed; 1: a new price; 3: the price is gone, `amount` is what it had. */
export type LevelChange = BookLevel & { readonly change: 0 | 1 | 3 }
export type BookChanges = { readonly bids: readonly LevelChange[]; readonly asks: readonly LevelChange[] }

/** Levels shown on each side. */
export const BOOK_DEPTH = 100

export function readBook(market: Market): BookLevels {
  return { bids: readSide(market, 'buy'), asks: readSide(market, 'sell') }
}

function readSide(market: Market, side: Side): BookLevel[] {
  const levels: BookLevel[] = []
  for (const { price, total } of market.book.levels(side)) {
    if (levels.length === BOOK_DEPTH) break
    levels.push({ price, amount: total })
  }
  return levels
}

/** @returns `null` where nothing changed */
export function compareBooks(before: BookLevels, after: BookLevels): BookChanges | null {
  const bids = compareSide(before.bids, after.bids, (one, other) => one > other)
  const asks = compareSide(before.asks, after.asks, (one, other) => one < other)
  return bids.length === 0 && asks.length === 0 ? null : { bids, asks }
}

/** Walks both sides at once, best first, so that changes come in the order of their prices. */
function compareSide(
  before: readonly BookLevel[],
  after: readonly BookLevel[],
  isBetter: (one: Amount, other: Amount) => boolean,
): LevelChange[] {
  const changes: LevelChange[] = []
  let [old, fresh] = [0, 0]
  while (old < before.length || fresh < after.length) {
    const [was, is] = [before[old], after[fresh]]
    if (is === undefined || (was !== undefined && isBetter(was.price, is.price))) {
      changes.push({ ...was!, change: 3 })
      old += 1
    } else if (was === undefined || isBetter(is.price, was.price)) {
      changes.push({ ...is, change: 1 })
      fresh += 1
    } else {
      if (was.amount !== is.amount) changes.push({ ...is, change: 0 })
      old += 1
      fresh += 1
    }
  }
  return changes
}
