import { describeValue } from '../describe-value.ts'
import { joinGroup } from '../execution/links.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import type { Order } from '../orders/order.ts'
import { OrderGroup } from '../orders/order-group.ts'
import type { RequestReader } from '../orders/read-request.ts'
import type { OrderRequest } from '../orders/request.ts'

/**
 * Places orders of which the first fill ends the others. Cash is held back once, for the dearest of them; sells hold back
 * nothing, since all of them are for the same coins.
 */
export function placeOneCancelsOther(
  desk: OrderDesk,
  reader: RequestReader,
  requests: readonly OrderRequest[],
): number[] {
  if (!Array.isArray(requests) || requests.length < 2) {
    throw new TypeError(`oneCancelsOther takes two orders or more, received ${describeValue(requests)}`)
  }
  const plans = requests.map(({ side, ...request }) => reader.read(side, request as never))
  const group = new OrderGroup('oneCancelsOther')
  const ids: number[] = []
  for (const plan of plans) {
    if ('refusal' in plan) {
      ids.push(desk.place(plan))
      continue
    }
    free(desk, group)
    const order = desk.admit(plan.terms, plan)
    ids.push(order?.id ?? desk.table.length)
    if (order !== null) shareReservation(desk, order, group)
    if (!group.reserved.isZero) desk.account.reserveCash(group.reserved)
  }
  return ids
}

function shareReservation(desk: OrderDesk, order: Order, group: OrderGroup): void {
  joinGroup([order], group)
  if (order.isBuy) group.needs.set(order, order.reserved)
  group.reserved = group.dearest
  desk.release(order)
}

/** While the next order is judged, what the group holds back counts as free. */
function free(desk: OrderDesk, group: OrderGroup): void {
  if (!group.reserved.isZero) desk.account.releaseCash(group.reserved)
}
