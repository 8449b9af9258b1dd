import { type Decimal, LARGEST_EXACT_POWER, POWERS_AS_DOUBLE } from '@tezgah/core/decimal'
import { DecimalColumn, IntColumn, OptionalDecimalColumn } from '../storage/columns.ts'
import type { FillLog, UnitCash } from './fill-log.ts'
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

/** Every closed trade of a run: rows of the fills that opened and closed it, in the order of the exits. */
export class TradeLog {
  readonly #fills: FillLog
  readonly #entry = new IntColumn()
  readonly #exit = new IntColumn()
  readonly #quantity = new DecimalColumn()
  readonly #sharedFees = new OptionalDecimalColumn()
  readonly #isAveraged: boolean
  readonly #averageValue = new DecimalColumn()

  /** @param isAveraged - whether lots are closed at their average cost */
  constructor(fills: FillLog, isAveraged: boolean) {
    this.#fills = fills
    this.#isAveraged = isAveraged
  }

  get length(): number {
    return this.#entry.length
  }

  /**
   * Adds the end of a lot, or of a part of one.
   *
   * @param sharedFees - fees of both sides that do not follow from a value of this trade
   * @param averageValue - entry value, which at average cost is no product of a price; otherwise ignored
   */
  push(entryRow: number, exitRow: number, quantity: Decimal, sharedFees: Decimal, averageValue: Decimal): void {
    this.#entry.push(entryRow)
    this.#exit.push(exitRow)
    this.#quantity.push(quantity)
    if (!sharedFees.isZero) this.#sharedFees.set(this.length - 1, sharedFees)
    if (this.#isAveraged) this.#averageValue.push(averageValue)
  }

  at(row: number): Trade {
    return new Trade(
      this.#fills.at(this.#entry.at(row)),
      this.#fills.at(this.#exit.at(row)),
      this.#quantity.at(row),
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
        profit[row] = gain * this.#quantity.numberAt(row)
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
}
