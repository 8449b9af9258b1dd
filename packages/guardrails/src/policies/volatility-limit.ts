import { priceRange } from '../context/market.ts'
import { amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import { above, limitMs, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type VolatilityLimitLimits = {
  /** Largest distance of the lowest and the highest price in the window, as a fraction of the lowest. */
  readonly maxFraction: string
  readonly windowMs: number
}

/** Nothing trades while the price moves too much. */
export const volatilityLimit: OrderPolicyKind<VolatilityLimitLimits> = {
  subject: 'order',
  limits: { maxFraction: limitAmount, windowMs: limitMs },
  exemptReducing: false,
  description: ({ maxFraction, windowMs }) =>
    `an order after the price moved by more than ${maxFraction} of its lowest in ${duration(windowMs)}`,
  compile({ maxFraction, windowMs }) {
    const limit = amountOf(maxFraction)
    return (context) => {
      const { lowest, highest } = priceRange(context.market(context.order.intent.symbol), windowMs, context)
      return above((highest - lowest) * ONE, limit * lowest, () => ({
        code: 'VOLATILITY_ABOVE_LIMIT',
        observed: formatRatio(highest - lowest, lowest),
        limit: formatAmount(limit),
        unit: `fraction in ${windowMs} ms`,
      }))
    }
  },
}
