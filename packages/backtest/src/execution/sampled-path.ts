import type { Market } from './market.ts'
import type { RouteSource } from './price-path.ts'
import { uniformFrom } from './triggers.ts'
import { PriceGrid } from './worst-path/price-grid.ts'

/** Turns beyond those at the extremes that a sampled path has at most, before, between and after them. */
const MOST_EXTRA_TURNS = 3
/** Draws that one candle may use. */
const DRAWS = 32

/**
 * One admissible path through each candle, drawn from a seed: either extreme first, and up to three turns at any price
 * before it, between the two, and after them.
 */
export class SampledPath implements RouteSource {
  readonly #market: Market
  readonly #seed: number
  readonly #sample: number
  #draw = 0

  /** @param sample - which of the paths of this seed, from 0 */
  constructor(market: Market, seed: number, sample: number) {
    this.#market = market
    this.#seed = seed
    this.#sample = sample
  }

  route(): readonly number[] {
    this.#draw = 0
    const { candle, rules } = this.#market
    const { close, high, low } = candle
    const grid = new PriceGrid(rules.tick, high)
    const isHighFirst = this.#next() < 0.5
    const turns = [...this.#extraTurns(grid), isHighFirst ? high : low]
    turns.push(...this.#extraTurns(grid), isHighFirst ? low : high)
    turns.push(...this.#extraTurns(grid), close)
    return turns
  }

  #extraTurns(grid: PriceGrid): number[] {
    const { high, low } = this.#market.candle
    const turns: number[] = []
    while (turns.length < MOST_EXTRA_TURNS && this.#next() < 0.5) {
      const price = grid.floor(low + this.#next() * (high - low))
      turns.push(Math.min(Math.max(price, low), high))
    }
    return turns
  }

  #next(): number {
    const { candle, symbol } = this.#market
    const draw = (this.#sample * DRAWS + this.#draw++) * 64 + (symbol & 63)
    return uniformFrom(this.#seed, draw, Math.floor(candle.time / 1000))
  }
}
