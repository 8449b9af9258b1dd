import { amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import { above, type OrderPolicyKind } from './policy.ts'

export type SpreadLimitLimits = {
  /** Largest distance of bid and ask, as a fraction of their middle. */
  readonly maxFraction: string
}

/** Nothing trades while bid and ask are far apart. */
export const spreadLimit: OrderPolicyKind<SpreadLimitLimits> = {
  subject: 'order',
  limits: { maxFraction: limitAmount },
  exemptReducing: false,
  description: ({ maxFraction }) => `an order while bid and ask are further apart than ${maxFraction} of their middle`,
  compile({ maxFraction }) {
    const limit = amountOf(maxFraction)
    return (context) => {
      const { bid, ask } = context.market(context.order.intent.symbol)
      return above(2n * (ask - bid) * ONE, limit * (ask + bid), () => ({
        code: 'SPREAD_ABOVE_LIMIT',
        observed: formatRatio(2n * (ask - bid), ask + bid),
        limit: formatAmount(limit),
        unit: 'fraction',
      }))
    }
  },
}
