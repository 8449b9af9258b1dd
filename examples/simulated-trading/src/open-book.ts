import type { ExchangeHandle, PairOptions } from '@tezgah/btcturk/simulator'
import { Exact } from './exact.ts'

const PLENTY = '1000000000'

/**
 * Lets anybody buy or sell at the last price: the engine has no book, and its takers find whatever they need there.
 *
 * The price comes from the rules. The book must not be dearer than that, since it decides whether an order meets it.
 */
export function openBook(exchange: ExchangeHandle, symbol: string, { priceScale }: PairOptions): void {
  const last = new Exact(exchange.lastPrice(symbol))
  const below = last.minus(new Exact(10).pow(-priceScale))
  exchange.offer(symbol, 'sell', last.toFixed(), PLENTY)
  exchange.offer(symbol, 'buy', below.toFixed(), PLENTY)
}
