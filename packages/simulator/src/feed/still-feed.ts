import type { Exchange } from '../core/exchange.ts'
import { seededRandom } from '../random.ts'
import type { Feed } from './feed.ts'
import { OutsideBook } from './outside-book.ts'

/** Fills the books once. */
export class StillFeed implements Feed {
  readonly #exchange: Exchange
  readonly #depth: number
  readonly #seed: number

  constructor(exchange: Exchange, depth: number, seed: number) {
    this.#exchange = exchange
    this.#depth = depth
    this.#seed = seed
  }

  start(): void {
    for (const market of this.#exchange.markets.values()) {
      const random = seededRandom(this.#seed, `book ${market.pair.name}`)
      const book = new OutsideBook(market, { depth: this.#depth, churn: 0 }, random)
      for (const { side, price, amount } of book.offersAround(market.lastPrice)) market.offer(side, price, amount)
    }
  }

  stop(): void {
    // Nothing is under way.
  }
}
