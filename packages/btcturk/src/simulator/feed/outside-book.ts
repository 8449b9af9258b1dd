import type { Random } from '../../ports.ts'
import { type Amount, larger, UNIT } from '../core/amount.ts'
import type { Market } from '../core/market.ts'
import type { Offer } from '../core/matching.ts'
import type { Side } from '../core/order.ts'
import { pick } from '../random.ts'

export type OutsideBookOptions = {
  /** Levels kept on each side. */
  readonly depth: number
  /** Levels whose amount changes in one step. */
  readonly churn: number
}

/** One ten-thousandth of the price lies between two levels. */
const STEPS = 10_000n
/** Quote value of a level is up to this many times the least value of an order. */
const LEVEL_VALUE = 200

/** What the outside market offers around a price, on a fixed grid so that most levels stay from step to step. */
export class OutsideBook {
  readonly #market: Market
  readonly #options: OutsideBookOptions
  readonly #random: Random
  readonly #step: Amount

  constructor(market: Market, options: OutsideBookOptions, random: Random) {
    this.#market = market
    this.#options = options
    this.#random = random
    const tick = 10n ** BigInt(16 - market.pair.priceScale)
    this.#step = larger((market.pair.startPrice / STEPS / tick) * tick, tick)
  }

  /** Missing levels, those that are now too far, and some that change. */
  offersAround(price: Amount): Offer[] {
    const grid = (price / this.#step) * this.#step
    return (['buy', 'sell'] as const).flatMap((side) => [
      ...this.#tooFar(side, grid),
      ...this.#missing(side, grid),
      ...this.#changed(side, grid),
    ])
  }

  #tooFar(side: Side, grid: Amount): Offer[] {
    const reach = this.#step * BigInt(this.#options.depth + 1)
    return [...this.#market.offers(side)]
      .filter((price) => (side === 'buy' ? grid - price : price - grid) > reach)
      .map((price) => ({ side, price, amount: 0n }))
  }

  #missing(side: Side, grid: Amount): Offer[] {
    const offers: Offer[] = []
    for (let level = 1; level <= this.#options.depth; level += 1) {
      const price = this.#priceOf(side, grid, level)
      if (price > 0n && !this.#market.hasOffer(side, price)) offers.push({ side, price, amount: this.#amountAt(price) })
    }
    return offers
  }

  #changed(side: Side, grid: Amount): Offer[] {
    return Array.from({ length: this.#options.churn }, () => {
      const price = this.#priceOf(side, grid, 1 + pick(this.#random, this.#options.depth))
      return { side, price, amount: price > 0n ? this.#amountAt(price) : 0n }
    })
  }

  #priceOf(side: Side, grid: Amount, level: number): Amount {
    return grid + this.#step * BigInt(side === 'buy' ? -level : level)
  }

  #amountAt(price: Amount): Amount {
    return amountWorth(this.#market, price, 1 + pick(this.#random, LEVEL_VALUE))
  }
}

/** Base amount of `times` the least value of an order, cut to the pair's scale and never zero. */
export function amountWorth({ pair }: Market, price: Amount, times: number): Amount {
  const step = 10n ** BigInt(16 - pair.baseScale)
  const amount = (pair.minimumValue * BigInt(times) * UNIT) / price
  return larger((amount / step) * step, step)
}
