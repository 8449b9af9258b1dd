import { higher } from '../amount.ts'
import { valuesFromStart } from '../facts/market-facts.ts'
import { limitMs, type PolicyKind } from '../policy.ts'
import { compileLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'

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
    return (facts) => {
      const { equity } = facts
      return judge(
        valuesFromStart(facts.equitySamples, 'equity', limits.windowMs, facts).reduce(higher, equity),
        equity,
      )
    }
  },
}
