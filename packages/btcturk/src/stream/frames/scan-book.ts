import type { Cursor } from './cursor.ts'
import type { BookChangeMessage, BookChannel, BookMessage, Level, LevelChange } from './messages.ts'

/**
 * Reads a whole book in the spelling in which the exchange sends it, from behind `[431,`.
 *
 * @returns `null` for any other spelling, valid or not
 */
export function scanBook(cursor: Cursor): BookMessage | null {
  const changeSet = cursor.literal('{"CS":') ? cursor.integer() : -1
  const symbol = changeSet >= 0 && cursor.literal(',"PS":"') ? cursor.name() : null
  const asks = symbol !== null && cursor.literal('","AO":[') ? levels(cursor) : null
  const bids = asks !== null && cursor.literal(',"BO":[') ? levels(cursor) : null
  if (symbol === null || asks === null || bids === null) return null
  const channel = cursor.literal(',"channel":"') ? bookChannel(cursor) : null
  if (channel === null || !cursor.literal('","event":"') || !cursor.literal(symbol)) return null
  if (!cursor.literal('","type":431}]') || !cursor.isAtEnd) return null
  return { kind: 'book', symbol, channel, changeSet, asks, bids }
}

/**
 * Reads the changes of a book in the spelling in which the exchange sends it, from behind `[432,`.
 *
 * @returns `null` for any other spelling, valid or not
 */
export function scanBookChange(cursor: Cursor): BookChangeMessage | null {
  const changeSet = cursor.literal('{"CS":') ? cursor.integer() : -1
  const symbol = changeSet >= 0 && cursor.literal(',"PS":"') ? cursor.name() : null
  const asks = symbol !== null && cursor.literal('","AO":[') ? changes(cursor) : null
  const bids = asks !== null && cursor.literal(',"BO":[') ? changes(cursor) : null
  if (symbol === null || asks === null || bids === null) return null
  if (!cursor.literal(',"channel":"obdiff","event":"') || !cursor.literal(symbol)) return null
  if (!cursor.literal('","type":432}]') || !cursor.isAtEnd) return null
  return { kind: 'bookChange', symbol, changeSet, asks, bids }
}

function bookChannel(cursor: Cursor): BookChannel | null {
  if (cursor.literal('obdiff')) return 'obdiff'
  return cursor.literal('orderbook') ? 'orderbook' : null
}

/** Levels up to and with the closing bracket. */
function levels(cursor: Cursor): Level[] | null {
  const read: Level[] = []
  if (cursor.literal(']')) return read
  do {
    if (!cursor.literal('{"A":"')) return null
    const quantity = cursor.positive()
    if (quantity === null || !cursor.literal('","P":"')) return null
    const price = cursor.positive()
    if (price === null || !cursor.literal('"}')) return null
    read.push({ price, quantity })
  } while (cursor.literal(','))
  return cursor.literal(']') ? read : null
}

/** Changed levels up to and with the closing bracket. */
function changes(cursor: Cursor): LevelChange[] | null {
  const read: LevelChange[] = []
  if (cursor.literal(']')) return read
  do {
    const code = cursor.literal('{"CP":') ? cursor.integer() : -1
    const price = (code === 0 || code === 1 || code === 3) && cursor.literal(',"P":"') ? cursor.positive() : null
    const quantity = price !== null && cursor.literal('","A":"') ? cursor.positive() : null
    if (price === null || quantity === null || !cursor.literal('"}')) return null
    read.push({ price, quantity, removed: code === 3 })
  } while (cursor.literal(','))
  return cursor.literal(']') ? read : null
}
