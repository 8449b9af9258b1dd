import { type Decimal, readDecimal } from '@tezgah/core/decimal'
import type { ExchangeHandle } from '@tezgah/simulator'

const PLENTY = '1000000000'

/**
 * Lets every order buy at `price` and sell a tick below: the engine has no book, and its takers are filled in full there.
 *
 * The price comes from the rules. The book must not be dearer than that, since it decides whether an order meets it.
 */
export function openBook(exchange: ExchangeHandle, symbol: string, price: Decimal, tick: string): void {
  // A bid may stand at the price itself, and then nothing could be offered there.
  exchange.offer(symbol, 'buy', price.toString(), '0')
  exchange.offer(symbol, 'sell', price.toString(), PLENTY)
  exchange.offer(symbol, 'buy', price.minus(readDecimal(tick)).toString(), PLENTY)
}
