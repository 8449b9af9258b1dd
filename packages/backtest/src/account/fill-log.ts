import { type Decimal, ONE, ZERO } from '@tezgah/core/decimal'
import type { FeeRate } from '../market/fees.ts'
import { FILL_REASONS } from '../orders/reasons.ts'
import { DecimalColumn, DoubleColumn, IntColumn, OptionalDecimalColumn } from '../storage/columns.ts'
import { Fill, type HoldingSide } from './fill.ts'

// One whole number per fill, from the lowest bit: flags, holding (two bits), reason (eight bits), tier.
const BUY = 1
const FEE_IN_BASE = 2
const PATH_DEPENDENT = 4
const LEG_SHIFT = 3
const LEG_SIDES: readonly HoldingSide[] = [null, 'long', 'short']
const LEG_MASK = 3
const REASON_SHIFT = 5
const REASON_MASK = 255
const TIER_SHIFT = 13

/** A tier that fills have paid, and the value traded under it. */
type TierUse = { readonly tier: FeeRate; value: Decimal }

/** Quote currency per base unit: `units / 10^scale`. */
export type UnitCash = { units: number; scale: number }

/** Every fill of a run, a row each, in the order in which they happened. */
export class FillLog {
  readonly #orderId = new IntColumn()
  readonly #symbol = new IntColumn()
  readonly #index = new IntColumn()
  /** Of fills inside finer candles; those of the others follow from their candles. */
  readonly #time = new Map<number, number>()
  readonly #kind = new IntColumn()
  readonly #price = new DecimalColumn()
  readonly #quantity = new DecimalColumn()
  readonly #extra = new OptionalDecimalColumn()
  /** Price less reference price. */
  readonly #slippage = new OptionalDecimalColumn()
  readonly #tiers: TierUse[] = []
  #extraPaid = ZERO

  get length(): number {
    return this.#orderId.length
  }

  /** Adds a fill; `value` is its price × quantity, which the caller has at hand. */
  push(fill: Fill, value: Decimal): void {
    const { extra, price, reference } = fill
    this.#orderId.push(fill.orderId)
    this.#symbol.push(fill.symbol)
    this.#index.push(fill.index)
    if (fill.time !== null) this.#time.set(this.length - 1, fill.time)
    this.#kind.push(this.#kindOf(fill, value))
    this.#price.push(price)
    this.#quantity.push(fill.quantity)
    if (!extra.isZero) this.#pushExtra(extra)
    if (price !== reference) this.#slippage.set(this.length - 1, price.minus(reference))
  }

  at(row: number): Fill {
    const kind = this.#kind.at(row)
    const price = this.#price.at(row)
    const slippage = this.#slippage.at(row)
    return new Fill(
      this.#orderId.at(row),
      this.#symbol.at(row),
      (kind & BUY) === 0 ? 'sell' : 'buy',
      LEG_SIDES[(kind >> LEG_SHIFT) & LEG_MASK]!,
      this.#index.at(row),
      this.#time.get(row) ?? null,
      price,
      this.#quantity.at(row),
      this.#tiers[kind >> TIER_SHIFT]!.tier,
      this.#extra.at(row),
      (kind & FEE_IN_BASE) !== 0,
      slippage.isZero ? price : price.minus(slippage),
      FILL_REASONS[(kind >> REASON_SHIFT) & REASON_MASK]!,
      (kind & PATH_DEPENDENT) !== 0,
    )
  }

  *[Symbol.iterator](): Generator<Fill> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }

  isBuy(row: number): boolean {
    return (this.#kind.at(row) & BUY) !== 0
  }

  /** The price as a double. */
  priceMark(row: number): number {
    return this.#price.numberAt(row)
  }

  /**
   * Reads into `target` what a base unit costs (buy) or brings (sell) in quote currency with its relative fee. The units
   * are exact where below 2^53, and `NaN` where not known.
   */
  readUnitCash(row: number, target: UnitCash): void {
    const kind = this.#kind.at(row)
    const { tier } = this.#tiers[kind >> TIER_SHIFT]!
    // A fee that is taken in base is no part of what a unit costs.
    const buyFactor = (kind & FEE_IN_BASE) === 0 ? tier.buyFactor : ONE
    const factor = (kind & BUY) === 0 ? tier.sellFactor : buyFactor
    target.units = this.#price.unitsAt(row) * Number(factor.units)
    target.scale = this.#price.scaleAt(row) + factor.scale
  }

  /** Price × quantity over all fills, in quote currency. */
  get tradedValue(): Decimal {
    return this.#tiers.reduce((sum, { value }) => sum.plus(value), ZERO)
  }

  /** Fees of all fills, in quote currency; those taken in base at the prices of their fills. */
  get feesPaid(): Decimal {
    return this.#tiers.reduce((sum, { tier, value }) => sum.plus(value.times(tier.rate)), this.#extraPaid)
  }

  #pushExtra(extra: Decimal): void {
    this.#extra.set(this.length - 1, extra)
    this.#extraPaid = this.#extraPaid.plus(extra)
  }

  #kindOf(fill: Fill, value: Decimal): number {
    let flags = fill.side === 'buy' ? BUY : 0
    if (fill.feeInBase) flags |= FEE_IN_BASE
    if (fill.isPathDependent) flags |= PATH_DEPENDENT
    const holding = fill.holdingSide === null ? 0 : LEG_SIDES.indexOf(fill.holdingSide)
    const reason = FILL_REASONS.indexOf(fill.reason)
    return flags | (holding << LEG_SHIFT) | (reason << REASON_SHIFT) | (this.#useTier(fill.tier, value) << TIER_SHIFT)
  }

  #useTier(tier: FeeRate, value: Decimal): number {
    const tiers = this.#tiers
    for (let index = 0; index < tiers.length; index++) {
      const use = tiers[index]!
      if (use.tier !== tier) continue
      use.value = use.value.plus(value)
      return index
    }
    return tiers.push({ tier, value }) - 1
  }
}

/**
 * Cash and position after each change, a row each, in order; several rows may share a candle.
 *
 * With one symbol this is all that an equity curve needs beside the closes. With several, `quantity` is that of the
 * first symbol alone.
 */
export class PositionJournal {
  /** True where the run has one symbol, so that cash and quantity make the equity. */
  readonly isSingle: boolean
  readonly #index = new IntColumn()
  readonly #cash = new DoubleColumn()
  readonly #quantity = new DoubleColumn()

  constructor(isSingle: boolean) {
    this.isSingle = isSingle
  }

  get length(): number {
    return this.#index.length
  }

  /** Index of the candle of each row. Only the first `length` entries of a column mean anything. */
  get index(): Int32Array {
    return this.#index.values
  }

  /** Cash after the change, in quote currency. */
  get cash(): Float64Array {
    return this.#cash.values
  }

  /** Signed base quantity after the change, both holdings of a hedge together. */
  get quantity(): Float64Array {
    return this.#quantity.values
  }

  append(index: number, cash: number, quantity: number): void {
    this.#index.push(index)
    this.#cash.push(cash)
    this.#quantity.push(quantity)
  }
}
