import type { Cursor } from './cursor.ts'
import type { TickerMessage } from './messages.ts'

/**
 * Reads the ticker of a pair in the spelling in which the exchange sends it, from behind `[402,`.
 *
 * @returns `null` for any other spelling, valid or not
 */
export function scanTicker(cursor: Cursor): TickerMessage | null {
  const bid = cursor.literal('{"B":"') ? cursor.decimal() : null
  const ask = bid !== null && cursor.literal('","A":"') ? cursor.decimal() : null
  const bidQuantity = ask !== null && cursor.literal('","BA":"') ? cursor.decimal() : null
  const askQuantity = bidQuantity !== null && cursor.literal('","AA":"') ? cursor.decimal() : null
  const symbol = askQuantity !== null && cursor.literal('","PS":"') ? cursor.name() : null
  const high = symbol !== null && cursor.literal('","H":"') ? cursor.decimal() : null
  const low = high !== null && cursor.literal('","L":"') ? cursor.decimal() : null
  const last = low !== null && cursor.literal('","LA":"') ? cursor.decimal() : null
  const open = last !== null && cursor.literal('","O":"') ? cursor.decimal() : null
  const volume = open !== null && cursor.literal('","V":"') ? cursor.decimal() : null
  const average = volume !== null && cursor.literal('","AV":"') ? cursor.decimal() : null
  const change = average !== null && cursor.literal('","D":"') ? cursor.decimal() : null
  if (bid === null || ask === null || symbol === null || high === null || low === null) return null
  if (last === null || open === null || volume === null || average === null || change === null) return null
  const changePercent = cursor.literal('","DP":"') ? cursor.decimal() : null
  const quote = changePercent !== null && cursor.literal('","DS":"') ? cursor.name() : null
  const base = quote !== null && cursor.literal('","NS":"') ? cursor.name() : null
  const pairId = base !== null && cursor.literal('","PId":') ? cursor.integer() : -1
  if (changePercent === null || quote === null || base === null || pairId < 0) return null
  if (!cursor.literal(',"channel":"ticker","event":"') || !cursor.literal(symbol)) return null
  if (!cursor.literal('","type":402}]') || !cursor.isAtEnd) return null
  return {
    kind: 'ticker',
    symbol,
    bid,
    ask,
    bidQuantity,
    askQuantity,
    high,
    low,
    last,
    open,
    volume,
    average,
    change,
    changePercent,
    base,
    quote,
    pairId,
  }
}
