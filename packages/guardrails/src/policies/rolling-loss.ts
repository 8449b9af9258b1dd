import { valuesFromStart } from '../context/market.ts'
import { higher } from '../model/amount.ts'
import { compileLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import { limitMs, type PolicyKind } from './policy.ts'

export type RollingLossLimits = LossLimits & {
  readonly windowMs: number
}

/** The account, open positions included, falls no further than the limit from its highest within the window. */
export const rollingLoss: PolicyKind<RollingLossLimits> = {
  limits: { ...lossLimits, windowMs: limitMs },
  exemptReducing: true,
  problem: lossProblem,
  compile(limits) {
    const judge = compileLoss('ROLLING_LOSS_ABOVE_LIMIT', limits)
    return (context) => {
      const { equity } = context
      return judge(
        valuesFromStart(context.equitySamples, 'equity', limits.windowMs, context).reduce(higher, equity),
        equity,
      )
    }
  },
}
