import { type Decimal, ZERO } from '../money/decimal.ts'
import type { Fill } from './fill.ts'

/** A lot from its buy to the sell that closed it, or still open where `exit` is `null`. */
export class Trade {
  readonly entry: Fill
  readonly exit: Fill | null
  readonly quantity: Decimal

  constructor(entry: Fill, exit: Fill | null, quantity: Decimal) {
    this.entry = entry
    this.exit = exit
    this.quantity = quantity
  }

  /** Quote currency paid for the quantity, before fees. */
  get entryValue(): Decimal {
    return this.entry.price.times(this.quantity)
  }

  /** This quantity's part of the fees of both sides; exact, since a fee is a product and never rounded. */
  get fees(): Decimal {
    const entryFee = this.entryValue.times(this.entry.feeTier.rate)
    const { exit } = this
    return exit === null ? entryFee : entryFee.plus(exit.price.times(this.quantity).times(exit.feeTier.rate))
  }

  /** Value at the exit less entry value, before fees; zero while open. */
  get realised(): Decimal {
    return this.exit === null ? ZERO : this.exit.price.minus(this.entry.price).times(this.quantity)
  }

  /** What the exit brought, or the value at `mark` while open, less what the entry cost; fees included. */
  profit(mark: Decimal = ZERO): Decimal {
    const { entry, exit, quantity } = this
    const brought = exit === null ? mark : exit.price.times(exit.feeTier.sellFactor)
    return brought.minus(entry.price.times(entry.feeTier.buyFactor)).times(quantity)
  }

  /** `profit` in percent of the entry value, price × quantity. */
  returnPct(profit: Decimal): number {
    return (profit.toNumber() / (this.entry.price.toNumber() * this.quantity.toNumber())) * 100
  }
}
