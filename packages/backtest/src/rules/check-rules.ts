import type { Decimal } from '../money/decimal.ts'
import type { MarketRules } from './market-rules.ts'
import { isMultipleOf } from './rounding.ts'

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
