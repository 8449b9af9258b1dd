import type { Random } from '@tezgah/btcturk'
import { maxOf } from '@tezgah/core/fixed-point'
import { type Amount, UNIT } from '../exchange/amounts.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Offer } from '../exchange/matching.ts'
import type { Side } from '../exchange/order.ts'
import { pick, seededRandom } from '../random.ts'
import type { Feed } from './feed.ts'

export type ExternalLiquidityOptions = {
  /** Levels kept on each side. */
  readonly depth: number
  /** Levels whose amount changes in one step. */
  readonly churn: number
}

/** One ten-thousandth of the price lies between two levels. */
const STEPS = 10_000n
/** Quote value of a level is up to this many times the least value of an order. */
const LEVEL_VALUE = 200
/** Levels next to the price that are looked after at every step. */
const NEAR = 8

/** What the outside market offers around a price, on a fixed grid so that most levels stay from step to step. */
export class ExternalLiquidity {
  readonly #market: Market
  readonly #options: ExternalLiquidityOptions
  readonly #random: Random
  readonly #step: Amount
  #grid: Amount | null = null

  constructor(market: Market, options: ExternalLiquidityOptions, random: Random) {
    this.#market = market
    this.#options = options
    this.#random = random
    const tick = 10n ** BigInt(16 - market.pair.priceScale)
    this.#step = maxOf((market.pair.startPrice / STEPS / tick) * tick, tick)
  }

  /** Levels that are missing, those that are now too far, and some that change. */
  offersAround(price: Amount): Offer[] {
    const grid = (price / this.#step) * this.#step
    const { depth } = this.#options
    const moved = this.#grid === null ? depth : Number((grid - this.#grid) / this.#step)
    this.#grid = grid
    const reach = Math.min(Math.abs(moved), depth)
    return (['buy', 'sell'] as const).flatMap((side) => [
      ...this.#tooFar(side, grid, reach),
      ...this.#missing(side, grid, reach),
      ...this.#changed(side, grid),
    ])
  }

  /** After a move of `reach` levels only so many can be too far, unless the move was wider than the book. */
  #tooFar(side: Side, grid: Amount, reach: number): Offer[] {
    const { depth } = this.#options
    if (reach === depth) {
      const limit = this.#step * BigInt(depth)
      return [...this.#market.offers(side)]
        .filter((price) => (side === 'buy' ? grid - price : price - grid) > limit)
        .map((price) => ({ side, price, amount: 0n }))
    }
    return this.#levels(side, grid, depth + 1, depth + reach)
      .filter((price) => this.#market.hasOffer(side, price))
      .map((price) => ({ side, price, amount: 0n }))
  }

  /** Near the price, where takers and moves leave holes, and at the far end. */
  #missing(side: Side, grid: Amount, reach: number): Offer[] {
    const { depth } = this.#options
    const near = Math.min(depth, reach + NEAR)
    return [
      ...this.#levels(side, grid, 1, near),
      ...this.#levels(side, grid, Math.max(near + 1, depth - reach + 1), depth),
    ]
      .filter((price) => price > 0n && !this.#market.hasOffer(side, price))
      .map((price) => ({ side, price, amount: this.#amountAt(price) }))
  }

  #levels(side: Side, grid: Amount, first: number, last: number): Amount[] {
    const count = Math.max(0, last - first + 1)
    return Array.from({ length: count }, (_, index) => this.#priceOf(side, grid, first + index))
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
  return maxOf((amount / step) * step, step)
}

/** Fills the books once. */
export class StaticFeed implements Feed {
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
      const book = new ExternalLiquidity(market, { depth: this.#depth, churn: 0 }, random)
      for (const { side, price, amount } of book.offersAround(market.lastPrice)) market.quote(side, price, amount)
    }
  }

  stop(): void {
    // Nothing is under way.
  }
}
