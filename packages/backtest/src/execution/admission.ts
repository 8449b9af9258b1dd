import { type Decimal, decimalFromNumber, floorToStep, ZERO } from '@tezgah/core/decimal'
import type { SizingContext } from '../account/sizing.ts'
import type { FeeSchedule } from '../market/fees.ts'
import type { MarketRules } from '../market/market-rules.ts'
import { checkPrice, checkQuantity } from '../market/market-rules.ts'
import type { OrderTerms, Refusal } from '../orders/terms.ts'

/** Why the market would not take an order with these terms, `null` where it would. */
export function admissionRefusal(terms: OrderTerms, rules: MarketRules): Refusal | null {
  const { size } = terms
  for (const price of [terms.limit, terms.stop, terms.touch]) {
    const refusal = price === null ? null : checkPrice(price.exact, rules)
    if (refusal !== null) return refusal
  }
  if (size.kind !== 'quantity' || terms.isReduceOnly) return null
  const price = terms.limit ?? terms.stop ?? terms.touch
  const isKnown = price !== null || rules.maxQuantity !== null
  if (!isKnown) return null
  const quantity = floorToStep(size.value, rules.lot)
  // Whether a size amounts to a lot is checked when the order trades.
  if (!quantity.isPositive) return null
  return price === null
    ? checkQuantity(quantity, ZERO, { ...rules, minValue: null })
    : checkQuantity(quantity, price.exact, rules)
}

/** What an order that waits is expected to pay: its own price, or the close for a trail, with the dearest fee. */
export function expectedSizing(terms: OrderTerms, fees: FeeSchedule, lot: Decimal, close: number): SizingContext {
  const price = (terms.limit ?? terms.stop ?? terms.touch)?.exact ?? decimalFromNumber(close)
  const { maker, taker } = fees.tiers[0]!
  return { price, tier: maker.rate.compare(taker.rate) > 0 ? maker : taker, fees, lot }
}
