import type { BacktestOrder } from '../model/backtest-account.ts'
import type { OrderIntent } from '../model/intent.ts'
import type { OpenOrderState } from '../model/state.ts'

const types: Readonly<Partial<Record<BacktestOrder['type'], OrderIntent['type']>>> = {
  market: 'market',
  limit: 'limit',
  'stop-market': 'stopMarket',
  'stop-limit': 'stopLimit',
  // Waits for a price and then trades like a stop, only that the price comes from the other side.
  'market-if-touched': 'stopMarket',
  'limit-if-touched': 'stopLimit',
}

/**
 * The intent of an order. An order without an equivalent keeps the backtest's own type, and `review` refuses it as
 * malformed: a size of nothing, and a trailing stop that may open a position, whose price is not known yet.
 */
export function intentOf(order: BacktestOrder, id: string, at: number): OrderIntent {
  const { symbol, side, limitPrice, stopPrice } = order
  const type = order.type === 'trailing-stop' && order.reduceOnly ? 'market' : types[order.type]
  return {
    kind: 'order',
    id,
    symbol,
    side,
    type: type ?? (order.type as OrderIntent['type']),
    quantity: order.quantity === null ? (order.quantity as unknown as string) : truncateDecimals(order.quantity),
    limitPrice: limitPrice === null ? null : truncateDecimals(limitPrice),
    stopPrice: stopPrice === null ? null : truncateDecimals(stopPrice),
    // The account enforces it, so there is no promise to check.
    reduceOnly: false,
    at,
  }
}

/** An order that works already, as a venue reports it; `null` where its size is nothing. */
export function openOrderOf({ id, ...order }: BacktestOrder & { readonly id: number }): OpenOrderState | null {
  const { symbol, side, quantity, reduceOnly } = order
  const price = order.limitPrice ?? order.stopPrice
  if (quantity === null) return null
  return {
    id: `${id}`,
    symbol,
    side,
    quantity: truncateDecimals(quantity),
    price: price === null ? null : truncateDecimals(price),
    reduceOnly,
  }
}

/** Decimal text without what lies behind its 18th decimal. */
export function truncateDecimals(text: string): string {
  const point = text.indexOf('.')
  return point < 0 ? text : text.slice(0, point + 19)
}
