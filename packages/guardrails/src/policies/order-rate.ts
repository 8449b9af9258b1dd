import { above, limitCount, limitMs, type PolicyKind } from './policy.ts'

export type OrderRateLimits = {
  /** Most orders within the window, this one included. */
  readonly maxOrders: number
  readonly windowMs: number
}

/** Bounds how many orders are sent. */
export const orderRate: PolicyKind<OrderRateLimits> = {
  limits: { maxOrders: limitCount, windowMs: limitMs },
  exemptReducing: false,
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
