import { readDecimal } from '@tezgah/core/decimal'
import { maxOf } from '@tezgah/core/fixed-point'
import { ceilProduct, rate } from '../context/exposure.ts'
import type { ReviewContext } from '../context/review-context.ts'
import { type Amount, amountOf, formatAmount, formatProduct, limitAmount, ONE } from '../model/amount.ts'
import { ExposureMonitor } from './account-monitors.ts'
import { above, currencyName, NONE, type OrderPolicyKind } from './policy.ts'

export type MaxGrossExposureLimits = {
  /** Largest value of all positions together, long and short, with the order filled. */
  readonly maxExposure: string
  /** Default: the quote currency of the order's market. */
  readonly currency?: string | undefined
}

const code = 'TOTAL_POSITION_ABOVE_LIMIT'

/**
 * All positions together, at their last prices, are never worth more than the limit. Unlike `maxTotalExposure` it does
 * not count working orders, and it takes an order at its limit price where that is above the market.
 */
export const maxGrossExposure: OrderPolicyKind<MaxGrossExposureLimits> = {
  subject: 'order',
  limits: { maxExposure: limitAmount, currency: currencyName.optional() },
  exemptReducing: false,
  description: ({ maxExposure, currency }) =>
    `an order that would make all positions together worth more than ${maxExposure} ${currency ?? 'in quote currency'}, without working orders`,
  compile({ maxExposure, currency }) {
    const limit = amountOf(maxExposure)
    return (context) => {
      const { intent, quantity } = context.order
      const before = context.positions.get(intent.symbol) ?? 0n
      const after = intent.side === 'buy' ? before + quantity : before - quantity
      if (intent.reduceOnly || absolute(after) <= absolute(before)) return NONE
      const unit = currency ?? context.market(intent.symbol).quote
      const exposure = grossExposure(context, after, unit)
      return above(exposure, limit * ONE, () => ({
        code,
        observed: formatProduct(exposure),
        limit: formatAmount(limit),
        unit,
      }))
    }
  },
  compileMonitor({ maxExposure, currency }) {
    const limit = readDecimal(maxExposure)
    return () => new ExposureMonitor(limit, currency ?? 'quote currency')
  },
}

/** Value of all positions with the order filled, in units of `ONE * ONE`. */
function grossExposure(context: ReviewContext, after: Amount, currency: string): bigint {
  const { intent, limitPrice } = context.order
  const held = new Map(context.positions).set(intent.symbol, after)
  let total = 0n
  for (const [symbol, quantity] of held) {
    if (quantity === 0n) continue
    const market = context.market(symbol)
    const price = symbol === intent.symbol ? maxOf(limitPrice ?? 0n, market.highest) : market.highest
    total += absolute(quantity) * ceilProduct(price, rate(context, market.quote, currency))
  }
  return total
}

function absolute(amount: Amount): Amount {
  return amount < 0n ? -amount : amount
}
