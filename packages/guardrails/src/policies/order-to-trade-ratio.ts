import { amountOf, formatAmount, formatRatio, limitAmount, ONE } from '../model/amount.ts'
import { above, limitCount, limitMs, NONE, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type OrderToTradeRatioLimits = {
  /** Most orders for one execution, this order included; no execution counts as one. */
  readonly maxRatio: string
  /** Up to this many orders in the window, this one included, the ratio does not matter. */
  readonly freeOrders: number
  readonly windowMs: number
}

/** Bounds how many orders are sent for each execution. */
export const orderToTradeRatio: OrderPolicyKind<OrderToTradeRatioLimits> = {
  subject: 'order',
  limits: { maxRatio: limitAmount, freeOrders: limitCount, windowMs: limitMs },
  exemptReducing: false,
  description: ({ maxRatio, freeOrders, windowMs }) =>
    `an order beyond the first ${freeOrders} in ${duration(windowMs)} that would make more than ${maxRatio} for each execution`,
  compile({ maxRatio, freeOrders, windowMs }) {
    const limit = amountOf(maxRatio)
    return ({ activity }) => {
      const [count, executions] = [activity.orderCount(windowMs) + 1, activity.tradeCount(windowMs)]
      if (count <= freeOrders) return NONE
      const [orders, trades] = [BigInt(count), BigInt(Math.max(1, executions))]
      return above(orders * ONE, limit * trades, () => ({
        code: 'ORDER_TO_TRADE_RATIO_ABOVE_LIMIT',
        observed: formatRatio(orders, trades),
        limit: formatAmount(limit),
        unit: `orders per execution in ${windowMs} ms`,
      }))
    }
  },
}
