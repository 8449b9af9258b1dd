import type { Breach } from '../model/reason.ts'
import { limitMs, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type DuplicateOrderLimits = {
  /** For how long an order with the same symbol, side, quantity and price is taken for a repetition. */
  readonly windowMs: number
}

/** The same order is not sent twice in a moment, nor one under the id of an open order. */
export const duplicateOrder: OrderPolicyKind<DuplicateOrderLimits> = {
  subject: 'order',
  limits: { windowMs: limitMs },
  exemptReducing: false,
  description: ({ windowMs }) =>
    `an order that equals one of the last ${duration(windowMs)}, or has the id of an open one`,
  compile({ windowMs }) {
    return ({ order, openOrders, activity }) => {
      const { id, symbol, side, quantity } = order.intent
      const price = order.limitPrice ?? order.stopPrice
      const breaches: Breach[] = []
      const repeated = activity
        .orders(windowMs)
        .some(
          (sent) =>
            sent.symbol === symbol && sent.side === side && sent.quantity === order.quantity && sent.price === price,
        )
      if (repeated) {
        const observed = `${side} ${quantity} ${symbol}`
        breaches.push({ code: 'DUPLICATE_ORDER', observed, limit: `once in ${windowMs}`, unit: 'ms' })
      }
      if (openOrders.some((open) => open.id === id)) {
        breaches.push({ code: 'DUPLICATE_ID', observed: id, limit: 'an id of its own', unit: '' })
      }
      return breaches
    }
  },
}
