import { exposureAfterFill, markPrice, totalExposure } from '../context/exposure.ts'
import type { ReviewContext } from '../context/review-context.ts'
import { amountOf, formatAmount, formatProduct, limitAmount, ONE } from '../model/amount.ts'
import type { ReasonCode } from '../model/reason.ts'
import { above, currencyName, NONE, type PolicyKind } from './policy.ts'

export type MaxExposureLimits = {
  /** Largest value that may be held, long or short, once the working orders of a side have traded. */
  readonly maxExposure: string
  readonly currency: string
}

/** The order's symbol is never worth more than the limit. */
export const maxSymbolExposure: PolicyKind<MaxExposureLimits> = exposureKind(
  'SYMBOL_EXPOSURE_ABOVE_LIMIT',
  (context, reach, currency) => reach * markPrice(context, context.order.intent.symbol, currency),
)

/** All symbols together are never worth more than the limit; longs and shorts add up. */
export const maxTotalExposure: PolicyKind<MaxExposureLimits> = exposureKind(
  'TOTAL_EXPOSURE_ABOVE_LIMIT',
  (context, _reach, currency) => totalExposure(context, currency),
)

function exposureKind(
  code: ReasonCode,
  exposureOf: (context: ReviewContext, reach: bigint, currency: string) => bigint,
): PolicyKind<MaxExposureLimits> {
  return {
    limits: { maxExposure: limitAmount, currency: currencyName },
    exemptReducing: false,
    compile({ maxExposure, currency }) {
      const limit = amountOf(maxExposure)
      return (context) => {
        const reach = exposureAfterFill(context)
        // An order that ends on the way to flat adds nothing, even where too much is held already.
        if (reach === 0n) return NONE
        const exposure = exposureOf(context, reach, currency)
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
