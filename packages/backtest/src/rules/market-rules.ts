import type { Decimal } from '../money/decimal.ts'

/** What a market accepts. */
export type MarketRules = {
  /** Step of a price in quote currency, `null` where any price is accepted. */
  readonly tick: Decimal | null
  /** Step of a quantity in base units, which is also the smallest one. */
  readonly lot: Decimal
  /** Smallest price × quantity in quote currency, `null` for none. */
  readonly minValue: Decimal | null
  /** Largest quantity of one order in base units, `null` for none. */
  readonly maxQuantity: Decimal | null
}

/** Rules from a moment on. */
export type RulesEntry = {
  /** Epoch milliseconds, UTC; −Infinity for rules that have always held. */
  readonly from: number
  readonly rules: MarketRules
}

/** The rules of one market through time. */
export interface DatedRules {
  /** The rules in force at `time` (epoch milliseconds, UTC). Cheap for times that do not decrease. */
  at(time: number): MarketRules
  /** Every change, in the order of time; the first holds from −Infinity. */
  readonly entries: readonly RulesEntry[]
}
