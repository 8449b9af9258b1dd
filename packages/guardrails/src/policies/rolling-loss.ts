import { maxOf } from '@tezgah/core/fixed-point'
import { valuesFromStart } from '../context/market.ts'
import { compileLoss, describeLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import { limitMs, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type RollingLossLimits = LossLimits & {
  readonly windowMs: number
}

/** The account, open positions included, falls no further than the limit from its highest within the window. */
export const rollingLoss: OrderPolicyKind<RollingLossLimits> = {
  subject: 'order',
  limits: { ...lossLimits, windowMs: limitMs },
  exemptReducing: true,
  description: ({ maxLoss, maxFraction, windowMs }) =>
    `an order after equity fell by more than ${describeLoss(maxLoss, maxFraction)} from its highest in ${duration(windowMs)}`,
  problem: lossProblem,
  compile(limits) {
    const judge = compileLoss('ROLLING_LOSS_ABOVE_LIMIT', limits)
    return (context) => {
      const { equity } = context
      return judge(
        valuesFromStart(context.equitySamples, 'equity', limits.windowMs, context).reduce(maxOf, equity),
        equity,
      )
    }
  },
}
