import { type Decimal, floorQuotient, ZERO } from '@tezgah/core/decimal'
import type { Fill } from './fill.ts'
import { MONEY_STEP } from './pro-rata.ts'

/** A lot, or a part of one, from the fill that opened it to the fill that closed it; still open where `exit` is `null`. */
export class Trade {
  /** At average cost the first fill of the position since it was flat. */
  readonly entry: Fill
  readonly exit: Fill | null
  /** Base units, above zero for both sides. */
  readonly quantity: Decimal
  /** Fees that do not follow from a value of this trade: shares of fixed fees, of fees in base and of averaged ones. */
  readonly #sharedFees: Decimal
  readonly #averageValue: Decimal | null

  /** @param averageValue - this trade's part of the entry value at average cost, `null` for a lot with one entry price */
  constructor(entry: Fill, exit: Fill | null, quantity: Decimal, sharedFees: Decimal, averageValue: Decimal | null) {
    this.entry = entry
    this.exit = exit
    this.quantity = quantity
    this.#sharedFees = sharedFees
    this.#averageValue = averageValue
  }

  get symbol(): number {
    return this.entry.symbol
  }

  get side(): 'long' | 'short' {
    return this.entry.side === 'buy' ? 'long' : 'short'
  }

  /** True where the entry price is an average, and so perhaps a rounded quotient. */
  get isAveraged(): boolean {
    return this.#averageValue !== null
  }

  /** Quote currency per base unit; an average is rounded down at 18 decimals, while {@link entryValue} stays exact. */
  get entryPrice(): Decimal {
    return this.#averageValue === null ? this.entry.price : floorQuotient(this.#averageValue, this.quantity, MONEY_STEP)
  }

  /** Entry price × quantity in quote currency, before fees, zero or more for both sides. */
  get entryValue(): Decimal {
    return this.#averageValue ?? this.entry.price.times(this.quantity)
  }

  /** This trade's part of the fees of both sides, in quote currency. */
  get fees(): Decimal {
    const { entry, exit } = this
    const relative = this.isAveraged ? ZERO : entry.relativeFee(this.entryValue)
    const entered = this.#sharedFees.plus(relative)
    return exit === null ? entered : entered.plus(exit.relativeFee(exit.price.times(this.quantity)))
  }

  /** Gain between entry value and exit value, before fees; zero while open. */
  get realised(): Decimal {
    return this.exit === null ? ZERO : this.#gainAt(this.exit.price)
  }

  /** Gain after fees, open trades valued at `mark`, in quote currency. */
  profit(mark: Decimal = ZERO): Decimal {
    return this.#gainAt(this.exit === null ? mark : this.exit.price).minus(this.fees)
  }

  /** `profit` in percent of the entry value; 0 where an average left nothing of that value at 18 decimals. */
  returnPct(profit: Decimal): number {
    const average = this.#averageValue
    if (average === null) return (profit.toNumber() / (this.entry.price.toNumber() * this.quantity.toNumber())) * 100
    return average.isZero ? 0 : (profit.toNumber() / average.toNumber()) * 100
  }

  #gainAt(price: Decimal): Decimal {
    const value = price.times(this.quantity)
    return this.side === 'long' ? value.minus(this.entryValue) : this.entryValue.minus(value)
  }
}
