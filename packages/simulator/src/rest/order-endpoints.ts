import type { Order } from '../exchange/order.ts'
import { symbolKey } from '../exchange/pairs.ts'
import { isRejection, reject, rejectText } from '../exchange/rejections.ts'
import { orderWire, shownPrice, submittedWire } from './order-json.ts'
import { readOrder } from './order-request.ts'
import { json, ok, type Reply, refused, type SignedCall } from './reply.ts'

const MAX_ORDERS = 1000
const DEFAULT_ORDERS = 100

export function submitOrder({ exchange, account, request, freshClientId }: SignedCall): Reply {
  const terms = readOrder(request.body, exchange, freshClientId)
  const order = isRejection(terms) ? terms : exchange.submit(account, terms)
  if (isRejection(order)) return json(400, { httpStatusCode: 400, data: null, success: false, ...order })
  const data = submittedWire(order, exchange.currencies.get(order.pair.quote)!)
  return json(200, { httpStatusCode: 200, data, success: true, message: 'SUCCESS', code: 0 })
}

/** Success means that the cancel is queued. */
export function cancelOrder({ exchange, account, request }: SignedCall): Reply {
  const id = request.query.get('id')
  const refusal =
    id === null || !/^\d{1,15}$/.test(id)
      ? reject('NO_ORDER_MATCHES_YOUR_REQUEST')
      : exchange.requestCancel(account, Number(id))
  return refusal === null ? json(200, { success: true, message: 'SUCCESS', code: 0 }) : refused(refusal)
}

/** `price` is that of the first fill, where there was one. */
export function singleOrder({ exchange, account, request }: SignedCall): Reply {
  const id = request.path.split('/').at(-1)!
  const order = /^\d{1,15}$/.test(id) ? exchange.history.find(account, Number(id)) : undefined
  if (order === undefined) return refused(reject('Order not found'))
  return ok(orderWire(order, order.firstPrice === 0n ? shownPrice(order) : order.firstPrice))
}

/** `time` is 0 here, and only here. */
export function openOrders({ exchange, account, request }: SignedCall): Reply {
  const symbol = request.query.get('pairSymbol')
  if (symbol !== null && !exchange.markets.has(symbolKey(symbol))) {
    return refused(rejectText(`Pair ${symbol} does not exists.`, 1037))
  }
  const open = exchange.history.openOf(account).filter(({ pair }) => symbol === null || pair.name === symbolKey(symbol))
  const wire = (side: Order['side']) =>
    open.filter((order) => order.side === side).map((order) => ({ ...orderWire(order, order.price), time: 0 }))
  return ok({ asks: wire('sell'), bids: wire('buy') })
}

/** Newest first. Times are in seconds. */
export function allOrders({ exchange, account, request, now }: SignedCall): Reply {
  const { query } = request
  const symbol = query.get('pairSymbol')
  if (symbol === null || symbol === '') return refused(reject('INVALID_REQUEST_ERROR'))
  const name = symbolKey(symbol)
  if (!exchange.markets.has(name)) return refused(rejectText(`Pair ${symbol} does not exists.`, 1037))
  const names = ['orderId', 'startTime', 'endTime', 'page', 'limit'] as const
  const [orderId, startTime, endTime, page, limit] = names.map((asked) => wholeNumber(query.get(asked)))
  if ([orderId, startTime, endTime, page, limit].includes(null)) return refused(reject('INVALID_REQUEST_ERROR'))
  if ((startTime ?? 0) * 1000 > now) {
    return refused(rejectText('startTime cannot be bigger than current unix timestamp.', 1038))
  }
  if ((startTime ?? 0) > (endTime ?? Number.POSITIVE_INFINITY)) {
    return refused(reject('START_DATE_CANNOT_BE_GREATER_THAN_END_DATE'))
  }
  const size = Math.min(limit || DEFAULT_ORDERS, MAX_ORDERS)
  const skipped = Math.max((page ?? 1) - 1, 0) * size
  const found = exchange.history
    .of(account)
    .filter(({ pair, id, time }) => {
      const isInTime = time >= (startTime ?? 0) * 1000 && time < ((endTime ?? Number.POSITIVE_INFINITY) + 1) * 1000
      return pair.name === name && id >= (orderId ?? 0) && isInTime
    })
    .reverse()
  return ok(found.slice(skipped, skipped + size).map((order) => orderWire(order, shownPrice(order))))
}

/** @returns `undefined` where it is not there, `null` where it is none */
function wholeNumber(text: string | null): number | null | undefined {
  if (text === null || text === '') return undefined
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}
