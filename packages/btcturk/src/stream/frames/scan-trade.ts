import type { Cursor } from './cursor.ts'
import type { TradeMessage } from './messages.ts'

/**
 * Reads one trade in the spelling in which the exchange sends it, from behind `[422,`.
 *
 * @returns `null` for any other spelling, valid or not
 */
export function scanTrade(cursor: Cursor): TradeMessage | null {
  const time = cursor.literal('{"D":"') ? cursor.integer() : -1
  const id = time >= 0 && cursor.literal('","I":"') ? cursor.digits(40) : null
  const quantity = id !== null && cursor.literal('","A":"') ? cursor.positive() : null
  const price = quantity !== null && cursor.literal('","P":"') ? cursor.positive() : null
  const symbol = price !== null && cursor.literal('","PS":"') ? cursor.name() : null
  const taker = symbol !== null && cursor.literal('","S":') ? cursor.integer() : -1
  if (id === null || quantity === null || price === null || symbol === null) return null
  if (taker !== 0 && taker !== 1) return null
  if (!cursor.literal(',"channel":"trade","event":"') || !cursor.literal(symbol)) return null
  if (!cursor.literal('","type":422}]') || !cursor.isAtEnd) return null
  return { kind: 'trade', symbol, id, time, side: taker === 1 ? 'buy' : 'sell', price, quantity }
}
