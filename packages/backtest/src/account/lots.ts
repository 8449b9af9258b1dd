import { type Decimal, ZERO } from '@tezgah/core/decimal'
import type { Fill } from './fill.ts'
import type { FillLog } from './fill-log.ts'
import { proRata } from './pro-rata.ts'
import { Trade } from './trade.ts'

/**
 * Which lots a closing fill closes: the oldest first, the newest first, or a part of all of them at their average cost.
 */
export type LotMethod = 'fifo' | 'lifo' | 'average'

/**
 * Takes the end of a lot, or of a part of one.
 *
 * @param sharedFees - fees of both sides that do not follow from a value of this trade
 * @param averageValue - entry value, which at average cost is no product of a price; otherwise ignored
 */
export interface ClosedLots {
  push(entryRow: number, exitRow: number, quantity: Decimal, sharedFees: Decimal, averageValue: Decimal): void
}

/** What is open of one holding. Quantities are above zero for long and short holdings alike. */
export interface Lots {
  /** Entry price × quantity over all that is open, in quote currency. */
  readonly entryValue: Decimal
  /** Number of open trades. */
  readonly length: number
  /**
   * Opens `quantity`, worth `value` at the price of `fill`, which is in row `row`.
   *
   * @param sharedFee - see {@link Fill.sharedFee}; the part of it that belongs to this quantity
   */
  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void
  /** Closes `quantity`, at most what is open, against the fill in row `row`, and adds the trades that this ends. */
  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: ClosedLots): void
  /** What is open, as trades without an exit, oldest first. */
  openTrades(fills: FillLog): Trade[]
}

function createLots(method: LotMethod): Lots {
  return method === 'average' ? new AverageLots() : new QueuedLots(method)
}

/** What is left of one opening fill. */
type Lot = { readonly row: number; readonly price: Decimal; remaining: Decimal; sharedFee: Decimal }

/** Lots that are closed one after the other: first in, first out, or last in, first out. */
export class QueuedLots implements Lots {
  entryValue: Decimal = ZERO
  readonly #isFirstOut: boolean
  /** Oldest first; those before `#first` are closed. */
  #lots: Lot[] = []
  #first = 0

  constructor(method: 'fifo' | 'lifo') {
    this.#isFirstOut = method === 'fifo'
  }

  get length(): number {
    return this.#lots.length - this.#first
  }

  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void {
    this.entryValue = this.length === 0 ? value : this.entryValue.plus(value)
    this.#lots.push({ row, price: fill.price, remaining: quantity, sharedFee })
  }

  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: ClosedLots): void {
    let left = quantity
    let feeLeft = sharedFee
    let lot = this.#next()
    let order = left.compare(lot.remaining)
    while (order > 0) {
      const exitFee = proRata(feeLeft, lot.remaining, left)
      this.#closeWhole(lot, row, exitFee, trades)
      left = left.minus(lot.remaining)
      feeLeft = feeLeft.minus(exitFee)
      lot = this.#next()
      order = left.compare(lot.remaining)
    }
    if (order === 0) this.#closeWhole(lot, row, feeLeft, trades)
    else this.#closePart(lot, row, left, feeLeft, trades)
  }

  openTrades(fills: FillLog): Trade[] {
    return this.#lots
      .slice(this.#first)
      .map((lot) => new Trade(fills.at(lot.row), null, lot.remaining, lot.sharedFee, null))
  }

  #next(): Lot {
    return this.#lots[this.#isFirstOut ? this.#first : this.#lots.length - 1]!
  }

  #closeWhole(lot: Lot, row: number, exitFee: Decimal, trades: ClosedLots): void {
    trades.push(lot.row, row, lot.remaining, plus(lot.sharedFee, exitFee), ZERO)
    this.entryValue = this.length === 1 ? ZERO : this.entryValue.minus(lot.price.times(lot.remaining))
    if (!this.#isFirstOut || this.length === 1) this.#lots.pop()
    else this.#first++
    if (this.#first * 2 > this.#lots.length) this.#compact()
  }

  #closePart(lot: Lot, row: number, part: Decimal, exitFee: Decimal, trades: ClosedLots): void {
    const entryFee = proRata(lot.sharedFee, part, lot.remaining)
    trades.push(lot.row, row, part, plus(entryFee, exitFee), ZERO)
    this.entryValue = this.entryValue.minus(lot.price.times(part))
    lot.remaining = lot.remaining.minus(part)
    lot.sharedFee = lot.sharedFee.minus(entryFee)
  }

  #compact(): void {
    this.#lots = this.#lots.slice(this.#first)
    this.#first = 0
  }
}

/** Fees are zero in most runs, and adding nothing makes no new decimal. */
function plus(a: Decimal, b: Decimal): Decimal {
  return a.isZero ? b : a.plus(b)
}

/**
 * One pool at average cost. Each part closed takes its share of the entry value and of the entry fees, rounded down at
 * 18 decimals, and the last part what is left: an average price is a quotient, but nothing is created or lost by it.
 * What rounding holds back of the entry value counts for the parts closed early and against the last one.
 */
export class AverageLots implements Lots {
  entryValue: Decimal = ZERO
  #entryFees = ZERO
  #quantity = ZERO
  /** Row of the fill that opened the position. */
  #row = 0

  get length(): number {
    return this.#quantity.isZero ? 0 : 1
  }

  open(fill: Fill, row: number, quantity: Decimal, value: Decimal, sharedFee: Decimal): void {
    if (this.#quantity.isZero) this.#row = row
    this.#quantity = this.#quantity.plus(quantity)
    this.entryValue = this.entryValue.plus(value)
    this.#entryFees = this.#entryFees.plus(fill.relativeFee(value)).plus(sharedFee)
  }

  close(row: number, quantity: Decimal, sharedFee: Decimal, trades: ClosedLots): void {
    const value = proRata(this.entryValue, quantity, this.#quantity)
    const entryFees = proRata(this.#entryFees, quantity, this.#quantity)
    trades.push(this.#row, row, quantity, entryFees.plus(sharedFee), value)
    this.#quantity = this.#quantity.minus(quantity)
    this.entryValue = this.entryValue.minus(value)
    this.#entryFees = this.#entryFees.minus(entryFees)
  }

  openTrades(fills: FillLog): Trade[] {
    if (this.#quantity.isZero) return []
    return [new Trade(fills.at(this.#row), null, this.#quantity, this.#entryFees, this.entryValue)]
  }
}

/** The lots of one holding, brought up to date fill by fill. */
export class HoldingLots {
  readonly lots: Lots
  /** Base units, negative for a short. */
  #quantity = ZERO

  constructor(method: LotMethod) {
    this.lots = createLots(method)
  }

  /** Opens, adds to, closes or turns the lots with the fill in row `row`. */
  book(fill: Fill, row: number, trades: ClosedLots): void {
    const { moved, sharedFee } = fill
    const isBuy = fill.side === 'buy'
    const held = this.#quantity.abs()
    const change = isBuy ? moved : moved.negated()
    const isOpening = held.isZero || this.#quantity.isPositive === isBuy
    this.#quantity = this.#quantity.plus(change)
    if (isOpening) this.lots.open(fill, row, moved, fill.price.times(moved), sharedFee)
    else if (moved.compare(held) <= 0) this.lots.close(row, moved, sharedFee, trades)
    else this.#turn(fill, row, held, trades)
  }

  /** Closes all that is held and opens the rest of the fill the other way, each with its share of the fee. */
  #turn(fill: Fill, row: number, held: Decimal, trades: ClosedLots): void {
    const { moved, sharedFee } = fill
    const closingFee = proRata(sharedFee, held, moved)
    this.lots.close(row, held, closingFee, trades)
    const opened = moved.minus(held)
    this.lots.open(fill, row, opened, fill.price.times(opened), sharedFee.minus(closingFee))
  }
}
