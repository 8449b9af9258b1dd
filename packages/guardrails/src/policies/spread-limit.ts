import { amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import { above, type PolicyKind } from './policy.ts'

export type SpreadLimitLimits = {
  /** Largest distance of bid and ask, as a fraction of their middle. */
  readonly maxFraction: string
}

/** Nothing trades while bid and ask are far apart. */
export const spreadLimit: PolicyKind<SpreadLimitLimits> = {
  limits: { maxFraction: limitAmount },
  exemptReducing: false,
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
