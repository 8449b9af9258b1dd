import type { DecimalInput } from '@tezgah/core/decimal'
import { describeValue, requireWhole } from '@tezgah/core/describe'
import type { CandleSeries } from '../../candles/series.ts'
import { Random } from '../random.ts'
import { type CandleRow, type Placement, seriesFrom } from './options.ts'
import { type PriceGrid, priceGrid } from './price-grid.ts'

export type WalkOptions = Placement & {
  /** A whole number from 0: the same seed gives the same candles, on every platform. */
  readonly seed: number
  /** Number of candles, from 1. */
  readonly length: number
  /** Open of the first candle. Default 100. */
  readonly from?: number
  /** Standard deviation of a candle's change, as a fraction of the price: 0 to 0.5. Default 0.01. */
  readonly volatility?: number
  /** Mean change of a candle, as a fraction of the price: -0.1 to 0.1. Default 0. */
  readonly drift?: number
  /** Step of all prices. Default 0.01. */
  readonly tick?: DecimalInput
}

/** Moves inside a candle: enough for wicks on both sides. */
const MOVES = 4
/** However long it drifts, a walk stays within this many times its first price and above nothing. */
const FARTHEST = 1e6

/**
 * A seeded random walk: candles with wicks and volumes from 1 to 1000, each opening where the last one closed.
 *
 * @throws RangeError if an option is out of its range
 */
export function walk(options: WalkOptions): CandleSeries {
  const { seed, length, from = 100, volatility = 0.01, drift = 0, tick = '0.01' } = options
  requireWhole('seed', seed, 0)
  requireWhole('length', length, 1)
  checkFraction('volatility', volatility, 0, 0.5)
  checkFraction('drift', drift, -0.1, 0.1)
  const onGrid = priceGrid(tick)
  const least = onGrid(Number(tick))
  if (!(onGrid(from) >= least && from < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`from must be a price of at least one tick (${least}), received ${describeValue(from)}`)
  }
  const price = new WalkingPrice(new Random(seed), from, { volatility, drift, least })
  const rows = Array.from({ length }, () => price.nextCandle(onGrid))
  return seriesFrom(rows, options)
}

class WalkingPrice {
  readonly #random: Random
  readonly #least: number
  readonly #most: number
  readonly #drift: number
  readonly #deviation: number
  /** Not rounded: on a coarse grid small moves must add up. */
  #price: number

  constructor(random: Random, price: number, limits: { volatility: number; drift: number; least: number }) {
    this.#random = random
    this.#price = price
    this.#least = limits.least
    this.#most = price * FARTHEST
    this.#drift = limits.drift / MOVES
    this.#deviation = limits.volatility / Math.sqrt(MOVES)
  }

  nextCandle(onGrid: PriceGrid): CandleRow {
    const open = onGrid(this.#price)
    let high = open
    let low = open
    let close = open
    for (let move = 0; move < MOVES; move++) {
      const price = this.#price * (1 + this.#drift + this.#deviation * this.#random.bell())
      this.#price = Math.min(this.#most, Math.max(this.#least, price))
      close = onGrid(this.#price)
      high = Math.max(high, close)
      low = Math.min(low, close)
    }
    return [open, high, low, close, 1 + this.#random.below(1000)]
  }
}

function checkFraction(name: string, value: unknown, least: number, most: number): void {
  if (typeof value === 'number' && value >= least && value <= most) return
  throw new RangeError(`${name} must be a number from ${least} to ${most}, received ${describeValue(value)}`)
}
