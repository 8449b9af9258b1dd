import { Decimal, POWERS_AS_DOUBLE, type SmallDecimal } from '@tezgah/core/decimal'
import { add, DIVISOR_LIMIT, FACTOR_LIMIT, fromBigInt, quotient, rest, times, toBigInt } from '../money/exact.ts'

/** Powers of ten beyond are no factors of `times`. */
const LARGEST_SHIFT = 15

// Places in the ledger's state, `hi` and then `lo` of each.
const CASH = 0
const HELD = 2
const SIZED = 4

/**
 * Cash and the position of a spot account in one symbol, in pairs of doubles (see `money/exact.ts`).
 *
 * The scale of each number is what the same arithmetic on {@link Decimal} gives it, so that the marks made from it have the same
 * bits. A method returns `false`, and neither cash nor position have changed, where the numbers leave the range in which
 * pairs are exact, or there is nothing to trade: then the account goes on in decimals, which know no range.
 */
export class Ledger {
  readonly #state = new Float64Array(6)
  #cashScale = 0
  #heldScale = 0
  #sizedScale = 0

  get cash(): Decimal {
    return this.#decimal(CASH, this.#cashScale)
  }

  get held(): Decimal {
    return this.#decimal(HELD, this.#heldScale)
  }

  /** What `cash.toNumber()` gives. */
  get cashMark(): number {
    return this.#mark(CASH, this.#cashScale)
  }

  /** What `held.toNumber()` gives. */
  get heldMark(): number {
    return this.#mark(HELD, this.#heldScale)
  }

  /** The quantity that the last buy or sale was for: see {@link sizedRest} and {@link sizedScale}. */
  get sized(): number {
    return this.#state[SIZED]!
  }

  get sizedRest(): number {
    return this.#state[SIZED + 1]!
  }

  get sizedScale(): number {
    return this.#sizedScale
  }

  /** Takes over from decimals. */
  load(cash: Decimal, held: Decimal): boolean {
    this.#cashScale = cash.scale
    this.#heldScale = held.scale
    return this.#put(CASH, cash.units) && this.#put(HELD, held.units)
  }

  /** Buys as many lots as `percent` of the cash pays for, with `factor` times the price for each base unit. */
  buy(price: SmallDecimal, factor: SmallDecimal, lot: SmallDecimal, percent: SmallDecimal): boolean {
    return this.#size(price, factor, lot, percent) && this.#book(price, factor, -1)
  }

  /** Sells all that is held, for `factor` times the price for each base unit. */
  sellAll(price: SmallDecimal, factor: SmallDecimal): boolean {
    const state = this.#state
    state[SIZED] = state[HELD]!
    state[SIZED + 1] = state[HELD + 1]!
    this.#sizedScale = this.#heldScale
    return state[HELD]! > 0 && this.#book(price, factor, 1)
  }

  /** ⌊percent × cash ÷ (100 × price × factor × lot)⌋ lots, brought to whole numbers by powers of ten. */
  #size(price: SmallDecimal, factor: SmallDecimal, lot: SmallDecimal, percent: SmallDecimal): boolean {
    const state = this.#state
    const shift = price.scale + factor.scale + lot.scale - this.#cashScale
    const up = shift - percent.scale - 2
    const above = percent.units * powerOf(up)
    const below = price.units * factor.units * lot.units * powerOf(-up)
    if (!(above < FACTOR_LIMIT && below < DIVISOR_LIMIT)) return false
    const budget = times(above, state[CASH]!, state[CASH + 1]!)
    const lots = quotient(budget, rest[0]!, below)
    const sized = times(lot.units, lots, rest[0]!)
    state[SIZED] = sized
    state[SIZED + 1] = rest[0]!
    this.#sizedScale = lot.scale
    return sized > 0
  }

  /** Moves what was sized into the position, or out of it, and its price out of the cash, or into it. */
  #book(price: SmallDecimal, factor: SmallDecimal, direction: 1 | -1): boolean {
    const state = this.#state
    const value = times(price.units, state[SIZED]!, state[SIZED + 1]!)
    const money = times(direction * factor.units, value, rest[0]!)
    const moneyScale = price.scale + this.#sizedScale + factor.scale
    const cash = this.#sum(CASH, this.#cashScale, money, rest[0]!, moneyScale)
    const cashRest = rest[0]!
    const isSale = direction === 1
    // A sale is of all that is held.
    const held = isSale ? 0 : this.#sum(HELD, this.#heldScale, state[SIZED]!, state[SIZED + 1]!, this.#sizedScale)
    if (Number.isNaN(cash + held)) return false
    state[HELD] = held
    state[HELD + 1] = isSale ? 0 : rest[0]!
    state[CASH] = cash
    state[CASH + 1] = cashRest
    this.#cashScale = Math.max(this.#cashScale, moneyScale)
    this.#heldScale = isSale ? 0 : Math.max(this.#heldScale, this.#sizedScale)
    return true
  }

  /** What is at `place` plus another number, at the finer of their scales. */
  #sum(place: number, scale: number, hi: number, lo: number, otherScale: number): number {
    const state = this.#state
    // Zero has no digits to bring to a finer scale.
    if (scale === otherScale || (scale < otherScale && state[place] === 0))
      return add(state[place]!, state[place + 1]!, hi, lo)
    if (scale > otherScale) {
      const other = times(shiftOf(scale - otherScale), hi, lo)
      return add(state[place]!, state[place + 1]!, other, rest[0]!)
    }
    const own = times(shiftOf(otherScale - scale), state[place]!, state[place + 1]!)
    return add(own, rest[0]!, hi, lo)
  }

  #put(place: number, units: bigint): boolean {
    const hi = fromBigInt(units)
    this.#state[place] = hi
    this.#state[place + 1] = rest[0]!
    return !Number.isNaN(hi)
  }

  #decimal(place: number, scale: number): Decimal {
    return new Decimal(toBigInt(this.#state[place]!, this.#state[place + 1]!), scale)
  }

  /** `hi` is the double nearest to the units, so that this division is the one of {@link Decimal.toNumber}. */
  #mark(place: number, scale: number): number {
    const power = POWERS_AS_DOUBLE[scale]
    return power === undefined ? this.#decimal(place, scale).toNumber() : this.#state[place]! / power
  }
}

/** 10^exponent, one for exponents below zero; `NaN` beyond what `times` takes. */
function powerOf(exponent: number): number {
  return exponent <= 0 ? 1 : shiftOf(exponent)
}

function shiftOf(exponent: number): number {
  return exponent <= LARGEST_SHIFT ? POWERS_AS_DOUBLE[exponent]! : Number.NaN
}
