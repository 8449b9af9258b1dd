import { type Decimal, floorToStep, toDecimal, ZERO } from '@tezgah/core/decimal'
import { shorten } from '@tezgah/core/describe'
import type { Order } from './order.ts'
import { asGiven, readPrice } from './read-price.ts'
import type { OrderChange } from './request.ts'
import { isRefusal, type OrderTerms, type Refusal, type Size } from './terms.ts'

const CHANGEABLE = ['quantity', 'limit', 'stop', 'touch'] as const

/**
 * An order's terms with the change applied, or why it cannot be.
 *
 * @throws TypeError for an unknown key, or a price that the order does not have
 */
export function changedTerms(order: Order, change: OrderChange): OrderTerms | Refusal {
  for (const key in change) {
    if ((CHANGEABLE as readonly string[]).includes(key)) continue
    throw new TypeError(`modify: unknown key "${shorten(key)}", expected one of ${CHANGEABLE.join(', ')}`)
  }
  const { terms } = order
  const changed: Partial<Record<'limit' | 'stop' | 'touch', OrderTerms['limit']>> = {}
  for (const name of ['limit', 'stop', 'touch'] as const) {
    const price = readPrice(name, change[name])
    if (price === null) continue
    if (terms[name] === null) throw new TypeError(`modify: the order has no ${name} to change`)
    if (isRefusal(price)) return price
    changed[name] = price
  }
  const size = change.quantity === undefined ? terms.size : changedSize(order, change.quantity)
  return isRefusal(size) ? size : { ...terms, ...changed, size }
}

function changedSize(order: Order, input: NonNullable<OrderChange['quantity']>): Size | Refusal {
  if (order.terms.size.kind !== 'quantity') throw new TypeError('modify: the order is not for a quantity')
  const value = toDecimal(input)
  if (value !== null && value.compare(order.filled) > 0) return { kind: 'quantity', value, reference: ZERO }
  return { reason: 'invalid_size', observed: `quantity ${asGiven(input)}`, limit: `> ${order.filled}` }
}

/** The total quantity of an order that has begun to fill, with new terms; `null` before. */
export function quantityAfterChange(
  { filled, quantity, terms }: Order,
  changed: OrderTerms,
  lot: Decimal,
): Decimal | null {
  if (filled.isZero) return null
  return changed.size === terms.size ? quantity : floorToStep(changed.size.value, lot)
}

/** New terms of what has not traded yet, or why there is nothing left of them. */
export function restAfterChange(
  { filled }: Order,
  changed: OrderTerms,
  quantity: Decimal | null,
): OrderTerms | Refusal {
  if (quantity === null) return changed
  const value = quantity.minus(filled)
  if (value.isPositive) return { ...changed, size: { kind: 'quantity', value, reference: ZERO } }
  return { reason: 'invalid_size', observed: `quantity ${changed.size.value}`, limit: `> ${filled}` }
}
