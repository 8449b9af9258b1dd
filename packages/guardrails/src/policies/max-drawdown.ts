import { higher } from '../model/amount.ts'
import { compileLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import type { PolicyKind } from './policy.ts'

export type MaxDrawdownLimits = LossLimits

/** The account, open positions included, falls no further than the limit from the highest it ever was. */
export const maxDrawdown: PolicyKind<MaxDrawdownLimits> = {
  limits: lossLimits,
  exemptReducing: true,
  problem: lossProblem,
  compile(limits) {
    const judge = compileLoss('DRAWDOWN_ABOVE_LIMIT', limits)
    return (context) => {
      const { equity } = context
      return judge(higher(context.equityPoint('peak').equity, equity), equity)
    }
  },
}
