import { type Decimal, LARGEST_EXACT_POWER, POWERS_AS_DOUBLE } from '@tezgah/core/decimal'
import { DecimalColumn, IntColumn, OptionalDecimalColumn } from '../storage/columns.ts'
import type { HoldingSide } from './fill.ts'
import type { FillLog, UnitCash } from './fill-log.ts'
import { type ClosedLots, HoldingLots, type LotMethod, type Lots } from './lots.ts'
import { Trade } from './trade.ts'

/** From here on not every whole number is a double. */
const INEXACT = 2 ** 53

/** What closed trades brought, in columns of doubles for the statistics. */
export type TradeProfits = {
  /** Quote currency, after fees. */
  readonly profit: Float64Array
  /** In percent of the entry value. */
  readonly returnPct: Float64Array
  readonly count: number
}

/**
 * Every closed trade of a run: rows of the fills that opened and closed it, in the order of the exits.
 *
 * Trades and lots follow from the fills. They are worked out when something reads them, not while the run goes on.
 */
export class TradeLog implements ClosedLots {
  readonly #fills: FillLog
  readonly #entry = new IntColumn()
  readonly #exit = new IntColumn()
  /** Zero for all that the entry opened. */
  readonly #parts = new OptionalDecimalColumn()
  readonly #sharedFees = new OptionalDecimalColumn()
  readonly #method: LotMethod
  readonly #averageValue = new DecimalColumn()
  readonly #lots = new Map<number, HoldingLots>()
  /** Fills that trades and lots follow from so far. */
  #booked = 0

  constructor(fills: FillLog, method: LotMethod) {
    this.#fills = fills
    this.#method = method
  }

  get length(): number {
    this.#catchUp()
    return this.#entry.length
  }

  /** The lots of a holding. */
  lotsOf(symbol: number, side: HoldingSide): Lots {
    this.#catchUp()
    return this.#holdingLots(symbol, side).lots
  }

  /** Adds the end of a lot, or of a part of one: see {@link ClosedLots}. */
  push(entryRow: number, exitRow: number, quantity: Decimal, sharedFees: Decimal, averageValue: Decimal): void {
    const row = this.#entry.length
    this.#entry.push(entryRow)
    this.#exit.push(exitRow)
    this.#parts.set(row, quantity)
    if (!sharedFees.isZero) this.#sharedFees.set(row, sharedFees)
    if (this.#isAveraged) this.#averageValue.push(averageValue)
  }

  at(row: number): Trade {
    this.#catchUp()
    const entry = this.#fills.at(this.#entry.at(row))
    return new Trade(
      entry,
      this.#fills.at(this.#exit.at(row)),
      this.#parts.has(row) ? this.#parts.at(row) : entry.quantity,
      this.#sharedFees.at(row),
      this.#isAveraged ? this.#averageValue.at(row) : null,
    )
  }

  *[Symbol.iterator](): Generator<Trade> {
    for (let row = 0; row < this.length; row++) yield this.at(row)
  }

  /**
   * Profit and return of each closed trade, in the order of the exits, within a few units in the last place: also where
   * they are next to nothing beside the values that they are the difference of.
   */
  profits(): TradeProfits {
    const count = this.length
    const profit = new Float64Array(count)
    const returnPct = new Float64Array(count)
    const buy: UnitCash = { units: 0, scale: 0 }
    const sell: UnitCash = { units: 0, scale: 0 }
    for (let row = 0; row < count; row++) {
      const gain = this.#unitGain(row, buy, sell)
      if (Number.isNaN(gain)) {
        const trade = this.at(row)
        const exact = trade.profit()
        profit[row] = exact.toNumber()
        returnPct[row] = trade.returnPct(exact)
      } else {
        profit[row] = gain * this.#quantityMark(row)
        returnPct[row] = (gain / this.#fills.priceMark(this.#entry.at(row))) * 100
      }
    }
    return { profit, returnPct, count }
  }

  /**
   * What a base unit gained after fees; `NaN` where doubles cannot tell it to the last digit or it is not all of the
   * profit. The difference of two whole numbers below 2^53 is exact, so that nothing cancels out.
   */
  #unitGain(row: number, buy: UnitCash, sell: UnitCash): number {
    if (this.#isAveraged || !this.#sharedFees.at(row).isZero) return Number.NaN
    const fills = this.#fills
    const entryRow = this.#entry.at(row)
    const isLong = fills.isBuy(entryRow)
    fills.readUnitCash(entryRow, isLong ? buy : sell)
    fills.readUnitCash(this.#exit.at(row), isLong ? sell : buy)
    const scale = Math.max(buy.scale, sell.scale)
    if (scale > LARGEST_EXACT_POWER) return Number.NaN
    const cost = buy.units * POWERS_AS_DOUBLE[scale - buy.scale]!
    const proceeds = sell.units * POWERS_AS_DOUBLE[scale - sell.scale]!
    return cost < INEXACT && proceeds < INEXACT ? (proceeds - cost) / POWERS_AS_DOUBLE[scale]! : Number.NaN
  }
  get #isAveraged(): boolean {
    return this.#method === 'average'
  }

  #quantityMark(row: number): number {
    return this.#parts.has(row) ? this.#parts.at(row).toNumber() : this.#fills.quantityMark(this.#entry.at(row))
  }

  #catchUp(): void {
    const fills = this.#fills
    while (this.#booked < fills.length) {
      const row = this.#booked
      if (!this.#isAveraged && this.#bookRoundTrip(row)) continue
      const fill = fills.at(row)
      this.#booked++
      this.#holdingLots(fill.symbol, fill.holdingSide).book(fill, row, this)
    }
  }

  /** Most positions are opened by one fill and closed by the next: that is a trade without any lot. */
  #bookRoundTrip(row: number): boolean {
    if (!this.#fills.isRoundTrip(row) || (this.#lots.get(0)?.lots.length ?? 0) !== 0) return false
    this.#entry.push(row)
    this.#exit.push(row + 1)
    this.#booked += 2
    return true
  }

  #holdingLots(symbol: number, side: HoldingSide): HoldingLots {
    const key = symbol * 2 + (side === 'short' ? 1 : 0)
    const lots = this.#lots.get(key) ?? new HoldingLots(this.#method)
    this.#lots.set(key, lots)
    return lots
  }
}
