import { dayStart, utcOffset } from '../context/calendar.ts'
import { MissingDataError } from '../context/read.ts'
import { compileLoss, describeLoss, type LossLimits, lossLimits, lossProblem } from './loss.ts'
import type { OrderPolicyKind } from './policy.ts'

export type DailyLossLimits = LossLimits & {
  /** Where the day begins: 180 for midnight in Istanbul. Default 0. */
  readonly utcOffsetMinutes?: number | undefined
}

/** The account, open positions included, loses no more than the limit in a day. */
export const dailyLoss: OrderPolicyKind<DailyLossLimits> = {
  subject: 'order',
  limits: { ...lossLimits, utcOffsetMinutes: utcOffset },
  exemptReducing: true,
  description: ({ maxLoss, maxFraction, utcOffsetMinutes }) =>
    `an order after equity fell by more than ${describeLoss(maxLoss, maxFraction)} since midnight, ${utcOffsetMinutes ?? 0} minutes ahead of UTC`,
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
