import type { Order } from '../orders/order.ts'

/** True where `price` touches the order's touch price: at or below it for a buy, at or above it for a sell. */
export function reachesTouch(order: Order, price: number): boolean {
  const touch = order.terms.touch!.mark
  return order.isBuy ? price <= touch : price >= touch
}
