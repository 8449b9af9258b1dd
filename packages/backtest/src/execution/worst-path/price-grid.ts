import type { Decimal } from '@tezgah/core/decimal'

/** Digits of the highest price that count where a market has no tick. */
const DIGITS = 12
/** The largest power of ten that a double holds exactly. */
const LARGEST_SCALE = 22

/** The prices at which a path may turn: the ticks of the market or, where it has none, prices of twelve digits. */
export class PriceGrid {
  readonly #units: number
  readonly #power: number

  constructor(tick: Decimal | null, high: number) {
    const scale = tick === null ? Math.min(scaleOf(high), LARGEST_SCALE) : tick.scale
    this.#units = (tick === null ? 1 : Number(tick.units)) * Number(`1e${Math.max(-scale, 0)}`)
    this.#power = Number(`1e${Math.max(scale, 0)}`)
  }

  /** The first price of the grid above `price`. */
  above(price: number): number {
    let step = this.#stepBelow(price)
    while (this.#at(step) <= price) step++
    return this.#at(step)
  }

  /** The first price of the grid below `price`. */
  below(price: number): number {
    let step = this.#stepBelow(price) + 2
    while (this.#at(step) >= price) step--
    return this.#at(step)
  }

  /** The nearest price of the grid at or above `price`. */
  ceil(price: number): number {
    let step = this.#stepBelow(price)
    while (this.#at(step) < price) step++
    return this.#at(step)
  }

  /** The nearest price of the grid at or below `price`. */
  floor(price: number): number {
    let step = this.#stepBelow(price) + 2
    while (this.#at(step) > price) step--
    return this.#at(step)
  }

  /** A step that is below `price` however the quotient was rounded. */
  #stepBelow(price: number): number {
    return Math.floor((price * this.#power) / this.#units) - 1
  }

  #at(step: number): number {
    return (step * this.#units) / this.#power
  }
}

function scaleOf(high: number): number {
  let scale = DIGITS
  for (let limit = 1; high >= limit; limit *= 10) scale--
  for (let limit = 0.1; high < limit && scale < LARGEST_SCALE; limit /= 10) scale++
  return scale
}
