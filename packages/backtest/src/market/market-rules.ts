import { type Decimal, isMultipleOf } from '@tezgah/core/decimal'

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

/** Rules from a time on. */
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

/** {@link DatedRules} that remember where they were asked last. */
export class RulesHistory implements DatedRules {
  readonly entries: readonly RulesEntry[]
  #current = 0

  /** @param entries - rising in time, the first from −Infinity */
  constructor(entries: readonly RulesEntry[]) {
    this.entries = entries
  }

  at(time: number): MarketRules {
    const { entries } = this
    while (this.#current > 0 && entries[this.#current]!.from > time) this.#current--
    while (this.#current + 1 < entries.length && entries[this.#current + 1]!.from <= time) this.#current++
    return entries[this.#current]!.rules
  }
}

/** Why a market does not accept an order. */
export const RULE_REASONS = ['off_tick', 'below_lot', 'below_minimum_value', 'above_maximum_quantity'] as const
export type RuleReason = (typeof RULE_REASONS)[number]

/** The figure that broke a rule, beside the rule's bound. */
export type RuleRefusal = { readonly reason: RuleReason; readonly observed: Decimal; readonly limit: Decimal }

/** Whether the market accepts an order at `price`: `off_tick` where it is no multiple of the tick, `null` where it does. */
export function checkPrice(price: Decimal, { tick }: MarketRules): RuleRefusal | null {
  if (tick === null || isMultipleOf(price, tick)) return null
  return { reason: 'off_tick', observed: price, limit: tick }
}

/**
 * Whether the market accepts an order for `quantity`, already floored to the lot, that is worth `price` a unit: its own
 * limit or stop price, or the price at which a market order trades. `null` where it does.
 */
export function checkQuantity(quantity: Decimal, price: Decimal, rules: MarketRules): RuleRefusal | null {
  const { lot, minValue, maxQuantity } = rules
  if (quantity.compare(lot) < 0) return { reason: 'below_lot', observed: quantity, limit: lot }
  if (maxQuantity !== null && quantity.compare(maxQuantity) > 0) {
    return { reason: 'above_maximum_quantity', observed: quantity, limit: maxQuantity }
  }
  if (minValue === null) return null
  const value = price.times(quantity)
  return value.compare(minValue) < 0 ? { reason: 'below_minimum_value', observed: value, limit: minValue } : null
}
