import { exposureAfterFill } from '../context/exposure.ts'
import { amountOf, formatAmount, limitAmount } from '../model/amount.ts'
import { above, type OrderPolicyKind } from './policy.ts'

export type PositionLimitLimits = {
  /** Largest position of the symbol, long or short, in base currency. */
  readonly maxPosition: string
}

/** The position never becomes larger than the limit, with all that works already on the same side. */
export const positionLimit: OrderPolicyKind<PositionLimitLimits> = {
  subject: 'order',
  limits: { maxPosition: limitAmount },
  exemptReducing: false,
  description: ({ maxPosition }) =>
    `an order that could make the position larger than ${maxPosition} in base currency, working orders included`,
  compile({ maxPosition }) {
    const limit = amountOf(maxPosition)
    return (context) => {
      const reach = exposureAfterFill(context)
      return above(reach, limit, () => ({
        code: 'POSITION_ABOVE_LIMIT',
        observed: formatAmount(reach),
        limit: formatAmount(limit),
        unit: 'base',
      }))
    }
  },
}
