import { compareDecimals } from '@tezgah/core/decimal'
import type { Level } from '../../wire/orders.ts'

/** One side of a book, best price first. Prices are unique by value, as their spelling is. */
export class BookSide {
  readonly #direction: 1 | -1
  #prices: string[] = []
  #quantities: string[] = []

  /** @param side - asks rise from the best price, bids fall */
  constructor(side: 'asks' | 'bids') {
    this.#direction = side === 'asks' ? 1 : -1
  }

  get size(): number {
    return this.#prices.length
  }

  /** `undefined` where the side is empty. */
  get bestPrice(): string | undefined {
    return this.#prices[0]
  }

  clear(): void {
    this.#prices = []
    this.#quantities = []
  }

  /** @returns false where the price stood there already and only its quantity was replaced */
  set(price: string, quantity: string): boolean {
    const at = this.#placeOf(price)
    if (this.#prices[at] === price) {
      this.#quantities[at] = quantity
      return false
    }
    this.#prices.splice(at, 0, price)
    this.#quantities.splice(at, 0, quantity)
    return true
  }

  /** @returns false where nothing stood there */
  delete(price: string): boolean {
    const at = this.#placeOf(price)
    if (this.#prices[at] !== price) return false
    this.#prices.splice(at, 1)
    this.#quantities.splice(at, 1)
    return true
  }

  /** Copies of the best levels, best first. */
  levels(depth: number): Level[] {
    const count = Math.min(depth, this.#prices.length)
    const copies: Level[] = []
    for (let index = 0; index < count; index++) {
      copies.push({ price: this.#prices[index]!, quantity: this.#quantities[index]! })
    }
    return copies
  }

  /** Index of the price, or where it belongs. */
  #placeOf(price: string): number {
    const prices = this.#prices
    let low = 0
    let high = prices.length
    // A snapshot comes in order: each level belongs behind the last one.
    if (high > 0 && compareDecimals(prices[high - 1]!, price) * this.#direction < 0) return high
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareDecimals(prices[middle]!, price) * this.#direction < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}
