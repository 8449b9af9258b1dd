import type { Breach } from '../model/reason.ts'
import { limitCount, type OrderPolicyKind } from './policy.ts'
import { either } from './wording.ts'

export type MaxOpenOrdersLimits = {
  /** Most orders that may be open, this one included. */
  readonly maxTotal?: number | undefined
  /** Most orders of one symbol that may be open, this one included. */
  readonly maxPerSymbol?: number | undefined
}

/** Bounds how many orders are open at once. */
export const maxOpenOrders: OrderPolicyKind<MaxOpenOrdersLimits> = {
  subject: 'order',
  limits: { maxTotal: limitCount.optional(), maxPerSymbol: limitCount.optional() },
  exemptReducing: false,
  description: ({ maxTotal, maxPerSymbol }) =>
    `an order that would be one of more than ${either([maxTotal, 'open'], [maxPerSymbol, 'open of its symbol'])}`,
  problem: ({ maxTotal, maxPerSymbol }) =>
    maxTotal === undefined && maxPerSymbol === undefined ? 'needs maxTotal or maxPerSymbol' : null,
  compile({ maxTotal = Infinity, maxPerSymbol = Infinity }) {
    return ({ openOrders, order }) => {
      const total = openOrders.length + 1
      const ofSymbol = openOrders.filter(({ symbol }) => symbol === order.intent.symbol).length + 1
      const breaches: Breach[] = []
      if (total > maxTotal) breaches.push(tooMany('OPEN_ORDERS_ABOVE_LIMIT', total, maxTotal))
      if (ofSymbol > maxPerSymbol) breaches.push(tooMany('SYMBOL_OPEN_ORDERS_ABOVE_LIMIT', ofSymbol, maxPerSymbol))
      return breaches
    }
  },
}

function tooMany(code: Breach['code'], observed: number, limit: number): Breach {
  return { code, observed: `${observed}`, limit: `${limit}`, unit: 'orders' }
}
