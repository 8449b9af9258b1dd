import { expectedOffer } from '../execution/admission.ts'
import type { OrderDesk } from '../execution/order-desk.ts'
import { mustReduce, quantityFor } from '../execution/size.ts'
import { type Decimal, floorToStep } from '../money/decimal.ts'
import type { Order } from '../orders/order.ts'
import { isRefusal, type OrderPrice } from '../orders/terms.ts'
import type { GuardedOrder } from './order-guard.ts'

/** An order in the words of a guard. */
export function describeOrder(order: Order, desk: OrderDesk): GuardedOrder {
  const { terms } = order
  const { side, limit, stop, touch } = terms
  return {
    symbol: desk.markets[terms.symbol]!.candles.symbol,
    side,
    type: order.type,
    quantity: expectedQuantity(order, desk)?.toString() ?? null,
    limitPrice: priceText(limit),
    stopPrice: priceText(stop ?? touch),
    reduceOnly: mustReduce(order, desk.account, desk.legOf(terms)),
  }
}

/** What is left to trade. Before the first fill, what the size comes to now. */
function expectedQuantity(order: Order, desk: OrderDesk): Decimal | null {
  if (order.quantity !== null) return order.remaining
  const { terms } = order
  const { candles, cursor, rulesAtClose } = desk.markets[terms.symbol]!
  const { lot } = rulesAtClose
  const quantity =
    terms.size.kind === 'quantity'
      ? floorToStep(terms.size.value, lot)
      : quantityFor(
          order,
          expectedOffer(terms, desk.fees, lot, candles.close[cursor.index]!),
          desk.account,
          desk.legOf(terms),
        )
  return isRefusal(quantity) || !quantity.isPositive ? null : quantity
}

function priceText(price: OrderPrice | null): string | null {
  return price === null ? null : price.exact.toString()
}
