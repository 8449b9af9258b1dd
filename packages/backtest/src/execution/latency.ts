import type { Latency } from '../options/settings.ts'
import type { SymbolMarket } from './symbol-market.ts'

/**
 * The first candle that an order placed now can meet: the next one, later by its way to the market.
 *
 * What arrives inside a candle meets the one after it: at which price the market stood when it came, a candle cannot say.
 */
export function liveFrom(market: SymbolMarket, { candles: delay, milliseconds }: Latency): number {
  const { candles, cursor } = market
  let index = cursor.index + 1 + delay
  if (milliseconds === 0) return index
  const arrives = market.now + candles.intervalMs + milliseconds
  while (index < candles.length && candles.time[index]! < arrives) index++
  return index
}
