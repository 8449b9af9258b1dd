import type { Order } from '../orders/order.ts'

/** True where `price` is at the limit or better: there a stop-limit that was just triggered takes at once. */
export function isWithinLimit(order: Order, price: number): boolean {
  const limit = order.terms.limit!.mark
  return order.isBuy ? price <= limit : price >= limit
}
