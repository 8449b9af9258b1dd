import { formatAmount, formatProduct, ONE } from '../amount.ts'
import type { ReasonCode } from '../codes.ts'
import { markOf, reachAfter, totalExposure } from '../facts/exposure.ts'
import type { Facts } from '../facts/facts.ts'
import { above, amountOf, currencyName, limitAmount, NONE, type PolicyKind } from '../policy.ts'

export type MaxExposureLimits = {
  /** Largest value that may be held, long or short, once the working orders of a side have traded. */
  readonly maxExposure: string
  readonly currency: string
}

/** The order's symbol is never worth more than the limit. */
export const maxSymbolExposure: PolicyKind<MaxExposureLimits> = exposureKind(
  'SYMBOL_EXPOSURE_ABOVE_LIMIT',
  (facts, reach, currency) => reach * markOf(facts, facts.order.intent.symbol, currency),
)

/** All symbols together are never worth more than the limit; longs and shorts add up. */
export const maxTotalExposure: PolicyKind<MaxExposureLimits> = exposureKind(
  'TOTAL_EXPOSURE_ABOVE_LIMIT',
  (facts, _reach, currency) => totalExposure(facts, currency),
)

function exposureKind(
  code: ReasonCode,
  exposureOf: (facts: Facts, reach: bigint, currency: string) => bigint,
): PolicyKind<MaxExposureLimits> {
  return {
    limits: { maxExposure: limitAmount, currency: currencyName },
    exemptReducing: false,
    compile({ maxExposure, currency }) {
      const limit = amountOf(maxExposure)
      return (facts) => {
        const reach = reachAfter(facts)
        // An order that ends on the way to flat adds nothing, even where too much is held already.
        if (reach === 0n) return NONE
        const exposure = exposureOf(facts, reach, currency)
        return above(exposure, limit * ONE, () => ({
          code,
          observed: formatProduct(exposure),
          limit: formatAmount(limit),
          unit: currency,
        }))
      }
    },
  }
}
