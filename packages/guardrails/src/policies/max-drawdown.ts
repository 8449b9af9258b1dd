import { maxOf } from '@tezgah/core/fixed-point'
import { DrawdownMonitor, ExactLimit } from './account-monitors.ts'
import { compileLoss, describeLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import type { OrderPolicyKind } from './policy.ts'

export type MaxDrawdownLimits = LossLimits

const code = 'DRAWDOWN_ABOVE_LIMIT'

/** The account, open positions included, falls no further than the limit from the highest it ever was. */
export const maxDrawdown: OrderPolicyKind<MaxDrawdownLimits> = {
  subject: 'order',
  limits: lossLimits,
  exemptReducing: true,
  description: ({ maxLoss, maxFraction }) =>
    `an order after equity fell by more than ${describeLoss(maxLoss, maxFraction)} from its highest ever`,
  problem: lossProblem,
  compile(limits) {
    const check = compileLoss(code, limits)
    return (context) => {
      const { equity } = context
      return check(maxOf(context.equityPoint('peak').equity, equity), equity)
    }
  },
  compileMonitor({ maxLoss, maxFraction }) {
    const loss = maxLoss === undefined ? null : new ExactLimit(maxLoss)
    const fraction = maxFraction === undefined ? null : new ExactLimit(maxFraction)
    return () => new DrawdownMonitor(loss, fraction)
  },
}
