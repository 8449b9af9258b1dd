import { exposureAfterFill, markPrice, totalExposure } from '../context/exposure.ts'
import type { ReviewContext } from '../context/review-context.ts'
import { amountOf, formatAmount, formatProduct, limitAmount, ONE } from '../model/amount.ts'
import type { ReasonCode } from '../model/reason.ts'
import { above, currencyName, NONE, type OrderPolicyKind } from './policy.ts'

export type MaxExposureLimits = {
  /** Largest value that may be held, long or short, once the working orders of a side have traded. */
  readonly maxExposure: string
  readonly currency: string
}

/** The order's symbol is never worth more than the limit. */
export const maxSymbolExposure: OrderPolicyKind<MaxExposureLimits> = exposureKind(
  'SYMBOL_EXPOSURE_ABOVE_LIMIT',
  "its symbol's position",
  (context, reach, currency) => reach * markPrice(context, context.order.intent.symbol, currency),
)

/** All symbols together are never worth more than the limit; longs and shorts add up. */
export const maxTotalExposure: OrderPolicyKind<MaxExposureLimits> = exposureKind(
  'TOTAL_EXPOSURE_ABOVE_LIMIT',
  'all positions together',
  (context, _reach, currency) => totalExposure(context, currency),
)

function exposureKind(
  code: ReasonCode,
  whose: string,
  exposureOf: (context: ReviewContext, reach: bigint, currency: string) => bigint,
): OrderPolicyKind<MaxExposureLimits> {
  return {
    limits: { maxExposure: limitAmount, currency: currencyName },
    subject: 'order',
    exemptReducing: false,
    description: ({ maxExposure, currency }) =>
      `an order that could make ${whose} worth more than ${maxExposure} ${currency}, working orders included`,
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
