import { dayStart, utcOffset } from '../calendar.ts'
import { CannotTell } from '../facts/read.ts'
import type { PolicyKind } from '../policy.ts'
import { compileLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'

export type DailyLossLimits = LossLimits & {
  /** Where the day begins: 180 for midnight in Istanbul. Default 0. */
  readonly utcOffsetMinutes?: number | undefined
}

/** The account, open positions included, loses no more than the limit in a day. */
export const dailyLoss: PolicyKind<DailyLossLimits> = {
  limits: { ...lossLimits, utcOffsetMinutes: utcOffset },
  exemptReducing: true,
  problem: lossProblem,
  compile(limits) {
    const judge = compileLoss('DAILY_LOSS_ABOVE_LIMIT', limits)
    return (facts) => {
      const start = facts.equityPoint('dayStart')
      const today = dayStart(facts.at, limits.utcOffsetMinutes ?? 0)
      if (start.at !== today) throw new CannotTell('STALE_INPUT', `equity.dayStart.at = ${start.at}`, `${today}`, 'ms')
      return judge(start.equity, facts.equity)
    }
  },
}
