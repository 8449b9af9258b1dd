import { dayStart, utcOffset } from '../context/calendar.ts'
import { MissingDataError } from '../context/read.ts'
import { compileLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import type { PolicyKind } from './policy.ts'

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
    return (context) => {
      const start = context.equityPoint('dayStart')
      const today = dayStart(context.at, limits.utcOffsetMinutes ?? 0)
      if (start.at !== today)
        throw new MissingDataError('STALE_INPUT', `equity.dayStart.at = ${start.at}`, `${today}`, 'ms')
      return judge(start.equity, context.equity)
    }
  },
}
