import { Decimal, LARGEST_EXACT_POWER, ONE, POWERS_AS_DOUBLE, type SmallDecimal, ZERO } from '@tezgah/core/decimal'
import type { FeeRate } from '../market/fees.ts'
import { add, fromBigInt, rest, times, toBigInt } from '../money/exact.ts'
import { FILL_REASONS } from '../orders/reasons.ts'
import { DoubleColumn, DoubleRows, IntColumn, OptionalDecimalColumn } from '../storage/columns.ts'
import { Fill, type HoldingSide } from './fill.ts'
import type { Ledger } from './ledger.ts'

// A row: eight doubles, which is one cache line. The quantity is a pair, see `money/exact.ts`, in units of its scale.
const ORDER = 0
const INDEX = 1
const PRICE = 2
const QUANTITY = 3
const QUANTITY_REST = 4
const CASH = 5
const POSITION = 6
const KIND = 7
const WIDTH = 8

// The order's id in the low bits, the symbol above; there are no more than MAX_ORDERS orders.
const SYMBOL_UNIT = 2 ** 24
const ORDER_MASK = SYMBOL_UNIT - 1

// The kind, from the lowest bit: flags, holding (two bits), reason (eight), scales of price (five) and quantity (eight), tier.
const BUY = 1
const FEE_IN_BASE = 2
const PATH_DEPENDENT = 4
const LEG_SHIFT = 3
const LEG_SIDES: readonly HoldingSide[] = [null, 'long', 'short']
const LEG_MASK = 3
const REASON_SHIFT = 5
const REASON_MASK = 255
const PRICE_SCALE_SHIFT = 13
const SCALES_UNIT = 2 ** 13
const PRICE_SCALE_MASK = 31
const QUANTITY_SCALE_SHIFT = 18
const QUANTITY_SCALE_MASK = 255
const TIER_UNIT = 2 ** 26
const MARKET_REASON = FILL_REASONS.indexOf('market') << REASON_SHIFT

// Scales that stand for a number which is kept beside the rows, because it has too many digits for them.
const WIDE_PRICE = PRICE_SCALE_MASK
const WIDE_QUANTITY = QUANTITY_SCALE_MASK
/** Below, the units of a price are found again from its double and its scale. */
const MOST_PRICE_UNITS = 1e15

/** A tier that fills have paid, and the value traded under it. */
type TierUse = { readonly tier: FeeRate; value: Decimal }

/** Quote currency per base unit: `units / 10^scale`. */
export type UnitCash = { units: number; scale: number }

/** Cash and position after each change, a row each, in order; several rows may share a candle. */
export type PositionJournal = {
  readonly length: number
  /** Index of the candle of each row. */
  readonly index: Int32Array
  /** Cash after the change, in quote currency. */
  readonly cash: Float64Array
  /** Signed base quantity after the change, both holdings of a hedge together; with several symbols that of the first alone. */
  readonly quantity: Float64Array
}

/** Every fill of a run, a row each, in the order in which they happened, with the account's marks after it. */
export class FillLog {
  readonly #rows = new DoubleRows(WIDTH)
  /** Of fills inside finer candles; those of the others follow from their candles. */
  readonly #time = new Map<number, number>()
  readonly #widePrices = new Map<number, Decimal>()
  readonly #wideQuantities = new Map<number, Decimal>()
  readonly #extra = new OptionalDecimalColumn()
  /** Price less reference price. */
  readonly #slippage = new OptionalDecimalColumn()
  readonly #tiers: TierUse[] = []
  #extraPaid = ZERO
  /** Rows whose values are in the sums of their tiers. */
  #summed = 0
  // Interest paid between the fills: the number of fills before it, its candle, the cash after it.
  readonly #interestAfter = new IntColumn()
  readonly #interestIndex = new IntColumn()
  readonly #interestCash = new DoubleColumn()

  get length(): number {
    return this.#rows.length
  }

  /** Adds a fill and what the account holds after it. */
  push(fill: Fill, cash: number, position: number): void {
    const { extra, price, reference } = fill
    const row = this.length
    const kind = kindOf(fill) | this.#priceScale(row, price)
    const quantityScale = this.#quantityScale(row, fill.quantity)
    const at = this.#rows.push()
    const { values } = this.#rows
    values[at + ORDER] = fill.orderId + fill.symbol * SYMBOL_UNIT
    values[at + INDEX] = fill.index
    values[at + PRICE] = price.toNumber()
    values[at + QUANTITY] = Number(fill.quantity.units)
    values[at + QUANTITY_REST] = quantityScale === WIDE_QUANTITY ? 0 : rest[0]!
    values[at + CASH] = cash
    values[at + POSITION] = position
    values[at + KIND] = kind + (quantityScale << QUANTITY_SCALE_SHIFT) + this.#tierCode(fill.tier)
    if (fill.time !== null) this.#time.set(row, fill.time)
    if (!extra.isZero) this.#pushExtra(extra)
    if (price !== reference) this.#slippage.set(row, price.minus(reference))
  }

  /** Adds the fill of a market order that the ledger has just traded. */
  pushTraded(
    isBuy: boolean,
    orderId: number,
    index: number,
    mark: number,
    price: SmallDecimal,
    tier: FeeRate,
    ledger: Ledger,
  ): void {
    const at = this.#rows.push()
    const { values } = this.#rows
    values[at + ORDER] = orderId
    values[at + INDEX] = index
    values[at + PRICE] = mark
    values[at + QUANTITY] = ledger.sized
    values[at + QUANTITY_REST] = ledger.sizedRest
    values[at + CASH] = ledger.cashMark
    values[at + POSITION] = ledger.heldMark
    const scales = (price.scale << PRICE_SCALE_SHIFT) | (ledger.sizedScale << QUANTITY_SCALE_SHIFT)
    values[at + KIND] = ((isBuy ? BUY : 0) | MARKET_REASON | scales) + this.#tierCode(tier)
  }

  /** Notes that interest left `cash`. */
  pushInterest(index: number, cash: number): void {
    this.#interestAfter.push(this.length)
    this.#interestIndex.push(index)
    this.#interestCash.push(cash)
  }

  at(row: number): Fill {
    const kind = this.#field(row, KIND)
    const order = this.#field(row, ORDER)
    const price = this.#price(row, kind)
    const slippage = this.#slippage.at(row)
    return new Fill(
      order & ORDER_MASK,
      Math.floor(order / SYMBOL_UNIT),
      (kind & BUY) === 0 ? 'sell' : 'buy',
      LEG_SIDES[(kind >> LEG_SHIFT) & LEG_MASK]!,
      this.#field(row, INDEX),
      this.#time.get(row) ?? null,
      price,
      this.#quantity(row, kind),
      this.#tier(kind).tier,
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
    return (this.#field(row, KIND) & BUY) !== 0
  }

  /** The price as a double. */
  priceMark(row: number): number {
    return this.#field(row, PRICE)
  }

  /** The quantity as a double. */
  quantityMark(row: number): number {
    const scale = (this.#field(row, KIND) >> QUANTITY_SCALE_SHIFT) & QUANTITY_SCALE_MASK
    return scale <= LARGEST_EXACT_POWER
      ? this.#field(row, QUANTITY) / POWERS_AS_DOUBLE[scale]!
      : this.#quantity(row, this.#field(row, KIND)).toNumber()
  }

  /** True where the next fill closes exactly what the one in `row` opens, and neither pays a fee that has to be shared out. */
  isRoundTrip(row: number): boolean {
    if (row + 1 >= this.length) return false
    const at = row * WIDTH
    const next = at + WIDTH
    const { values } = this.#rows
    const isSameQuantity =
      values[at + QUANTITY] === values[next + QUANTITY] && values[at + QUANTITY_REST] === values[next + QUANTITY_REST]
    if (!isSameQuantity || values[at + ORDER]! >= SYMBOL_UNIT || values[next + ORDER]! >= SYMBOL_UNIT) return false
    const kind = values[at + KIND]!
    const nextKind = values[next + KIND]!
    const scale = (kind >> QUANTITY_SCALE_SHIFT) & QUANTITY_SCALE_MASK
    const isPlain = scale !== WIDE_QUANTITY && ((kind | nextKind) & (FEE_IN_BASE | (LEG_MASK << LEG_SHIFT))) === 0
    const isSameScale = scale === ((nextKind >> QUANTITY_SCALE_SHIFT) & QUANTITY_SCALE_MASK)
    const isOpposite = ((kind ^ nextKind) & BUY) !== 0
    return isPlain && isSameScale && isOpposite && this.#extra.at(row).isZero && this.#extra.at(row + 1).isZero
  }

  /**
   * Reads into `target` what a base unit costs (buy) or brings (sell) in quote currency with its relative fee. The units
   * are exact where below 2^53, and `NaN` where not known.
   */
  readUnitCash(row: number, target: UnitCash): void {
    const kind = this.#field(row, KIND)
    const { tier } = this.#tier(kind)
    // A fee that is taken in base is no part of what a unit costs.
    const buyFactor = (kind & FEE_IN_BASE) === 0 ? tier.buyFactor : ONE
    const factor = (kind & BUY) === 0 ? tier.sellFactor : buyFactor
    target.units = this.#priceUnits(row, kind) * Number(factor.units)
    target.scale = ((kind >> PRICE_SCALE_SHIFT) & PRICE_SCALE_MASK) + factor.scale
  }

  /** Price × quantity over all fills, in quote currency. */
  get tradedValue(): Decimal {
    this.#sumValues()
    return this.#tiers.reduce((sum, { value }) => sum.plus(value), ZERO)
  }

  /** Fees of all fills, in quote currency; those taken in base at the prices of their fills. */
  get feesPaid(): Decimal {
    this.#sumValues()
    return this.#tiers.reduce((sum, { tier, value }) => sum.plus(value.times(tier.rate)), this.#extraPaid)
  }

  /** What an equity curve over one symbol needs beside the closes. */
  get journal(): PositionJournal {
    const fills = this.length
    const length = fills + this.#interestAfter.length
    const journal = {
      length,
      index: new Int32Array(length),
      cash: new Float64Array(length),
      quantity: new Float64Array(length),
    }
    let interest = 0
    for (let row = 0, entry = 0; entry < length; entry++) {
      const isInterest = interest < this.#interestAfter.length && this.#interestAfter.at(interest) === row
      journal.index[entry] = isInterest ? this.#interestIndex.at(interest) : this.#field(row, INDEX)
      journal.cash[entry] = isInterest ? this.#interestCash.at(interest) : this.#field(row, CASH)
      const last = isInterest ? row - 1 : row
      journal.quantity[entry] = last < 0 ? 0 : this.#field(last, POSITION)
      if (isInterest) interest++
      else row++
    }
    return journal
  }

  #field(row: number, field: number): number {
    return this.#rows.values[row * WIDTH + field]!
  }

  #price(row: number, kind: number): Decimal {
    const scale = (kind >> PRICE_SCALE_SHIFT) & PRICE_SCALE_MASK
    return scale === WIDE_PRICE ? this.#widePrices.get(row)! : new Decimal(BigInt(this.#priceUnits(row, kind)), scale)
  }

  /** `NaN` for a price that is kept beside the rows. */
  #priceUnits(row: number, kind: number): number {
    const scale = (kind >> PRICE_SCALE_SHIFT) & PRICE_SCALE_MASK
    return scale === WIDE_PRICE ? Number.NaN : Math.round(this.#field(row, PRICE) * POWERS_AS_DOUBLE[scale]!)
  }

  #quantity(row: number, kind: number): Decimal {
    const scale = (kind >> QUANTITY_SCALE_SHIFT) & QUANTITY_SCALE_MASK
    if (scale === WIDE_QUANTITY) return this.#wideQuantities.get(row)!
    return new Decimal(toBigInt(this.#field(row, QUANTITY), this.#field(row, QUANTITY_REST)), scale)
  }

  #priceScale(row: number, price: Decimal): number {
    const units = Number(price.units)
    if (price.scale <= LARGEST_EXACT_POWER && Math.abs(units) < MOST_PRICE_UNITS)
      return price.scale << PRICE_SCALE_SHIFT
    this.#widePrices.set(row, price)
    return WIDE_PRICE << PRICE_SCALE_SHIFT
  }

  /** Leaves the quantity's rest in {@link rest}. */
  #quantityScale(row: number, quantity: Decimal): number {
    const isPair = quantity.scale < WIDE_QUANTITY && !Number.isNaN(fromBigInt(quantity.units))
    if (isPair) return quantity.scale
    this.#wideQuantities.set(row, quantity)
    return WIDE_QUANTITY
  }

  #pushExtra(extra: Decimal): void {
    this.#extra.set(this.length - 1, extra)
    this.#extraPaid = this.#extraPaid.plus(extra)
  }

  #tier(kind: number): TierUse {
    return this.#tiers[Math.floor(kind / TIER_UNIT)]!
  }

  #tierCode(tier: FeeRate): number {
    const tiers = this.#tiers
    for (let index = 0; index < tiers.length; index++) if (tiers[index]!.tier === tier) return index * TIER_UNIT
    return (tiers.push({ tier, value: ZERO }) - 1) * TIER_UNIT
  }

  /** Brings the sums of the tiers up to date: in pairs as long as tier and scale stay the same, in decimals between. */
  #sumValues(): void {
    while (this.#summed < this.length) {
      const from = this.#summed
      const kind = this.#field(from, KIND)
      const use = this.#tier(kind)
      if (!this.#sumInPairs(use, from)) {
        use.value = use.value.plus(this.#price(from, kind).times(this.#quantity(from, kind)))
        this.#summed++
      }
    }
  }

  /** Adds the rows from `from` on that have its tier and its scales; `false` where there is not even one that pairs can hold. */
  #sumInPairs(use: TierUse, from: number): boolean {
    const { price, quantity } = scalesOf(this.#field(from, KIND))
    if (quantity === WIDE_QUANTITY) return false
    const mark = scalesAndTier(this.#field(from, KIND))
    let hi = 0
    let lo = 0
    let row = from
    for (; row < this.length && scalesAndTier(this.#field(row, KIND)) === mark; row++) {
      const units = this.#priceUnits(row, this.#field(row, KIND))
      const value = times(units, this.#field(row, QUANTITY), this.#field(row, QUANTITY_REST))
      const sum = add(hi, lo, value, rest[0]!)
      if (Number.isNaN(sum)) break
      hi = sum
      lo = rest[0]!
    }
    if (row === from) return false
    use.value = use.value.plus(new Decimal(toBigInt(hi, lo), price + quantity))
    this.#summed = row
    return true
  }
}

function kindOf(fill: Fill): number {
  let flags = fill.side === 'buy' ? BUY : 0
  if (fill.feeInBase) flags |= FEE_IN_BASE
  if (fill.isPathDependent) flags |= PATH_DEPENDENT
  const holding = fill.holdingSide === null ? 0 : LEG_SIDES.indexOf(fill.holdingSide)
  return flags | (holding << LEG_SHIFT) | (FILL_REASONS.indexOf(fill.reason) << REASON_SHIFT)
}

function scalesOf(kind: number): { price: number; quantity: number } {
  return {
    price: (kind >> PRICE_SCALE_SHIFT) & PRICE_SCALE_MASK,
    quantity: (kind >> QUANTITY_SCALE_SHIFT) & QUANTITY_SCALE_MASK,
  }
}

/** The part of a kind that decides how its value is added up. */
function scalesAndTier(kind: number): number {
  return Math.floor(kind / SCALES_UNIT)
}
