import { above, limitCount, limitMs, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type OrderRateLimits = {
  /** Most orders within the window, this one included. */
  readonly maxOrders: number
  readonly windowMs: number
}

/** Bounds how many orders are sent. */
export const orderRate: OrderPolicyKind<OrderRateLimits> = {
  subject: 'order',
  limits: { maxOrders: limitCount, windowMs: limitMs },
  exemptReducing: false,
  description: ({ maxOrders, windowMs }) =>
    `an order that would be one of more than ${maxOrders} in ${duration(windowMs)}`,
  compile({ maxOrders, windowMs }) {
    return ({ activity }) => {
      const count = activity.orderCount(windowMs) + 1
      return above(BigInt(count), BigInt(maxOrders), () => ({
        code: 'ORDER_RATE_ABOVE_LIMIT',
        observed: `${count}`,
        limit: `${maxOrders}`,
        unit: `orders in ${windowMs} ms`,
      }))
    }
  },
}
