import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { ORDER_METHODS, type OrderMethod, type OrderSide, type OrderStatus } from '../wire/orders.ts'
import {
  countInput,
  decimalText,
  epochMs,
  idText,
  lowerCase,
  orderIdInput,
  side,
  symbolInput,
  timeInput,
} from '../wire/schemas.ts'

export type Order = {
  readonly id: string
  readonly symbol: string
  readonly side: OrderSide
  readonly method: OrderMethod
  readonly status: OrderStatus
  /** Quote currency. Of a filled order the price of its first part. */
  readonly price: string
  /** `null` where the order has no stop. */
  readonly stopPrice: string | null
  /** Size in base units. */
  readonly quantity: string
  /** Not yet filled, base units; `null` in old answers. */
  readonly remaining: string | null
  /** A stop order and the order it turns into carry the same one. */
  readonly clientOrderId: string | null
  /** Milliseconds since the epoch, UTC; `null` where the exchange does not say, as among open orders. */
  readonly createdAt: number | null
  readonly updatedAt: number
  readonly other: Readonly<Record<string, unknown>>
}

/** The method of an order, strict: a new value must fail loudly. */
export const orderMethod: z.ZodType<OrderMethod> = lowerCase(ORDER_METHODS)

/** Stop prices that mean none come as `null`, `"0"` and `"0.00"`. */
export const stopPrice: z.ZodType<string | null> = decimalText
  .nullish()
  .transform((value) => (value == null || value === '0' ? null : value))

const orderStatus = lowerCase(['untouched', 'partial', 'canceled', 'closed', 'filled'])

const wireOrder = z
  .looseObject({
    id: idText,
    price: decimalText,
    amount: decimalText,
    stopPrice,
    pairSymbol: z.string(),
    type: side,
    method: orderMethod,
    orderClientId: z.string().nullish(),
    time: epochMs,
    updateTime: epochMs,
    status: orderStatus,
    leftAmount: decimalText.nullish(),
  })
  .transform((wire): Order => {
    const {
      id,
      price,
      amount,
      pairSymbol,
      type,
      method,
      orderClientId,
      time,
      updateTime,
      status,
      leftAmount,
      ...rest
    } = wire
    const { stopPrice: stop, ...other } = rest
    return {
      id,
      symbol: pairSymbol,
      side: type,
      method,
      // Texts speak of "Filled"; every filled order that was seen is "Closed".
      status: status === 'filled' ? 'closed' : status,
      price,
      stopPrice: stop,
      // Not `quantity`: of a market buy in the past that is the dust left over.
      quantity: amount,
      remaining: leftAmount ?? null,
      clientOrderId: orderClientId ?? null,
      createdAt: time === 0 ? null : time,
      updatedAt: updateTime,
      other,
    }
  })

const CAMEL_CASE = new Map(
  ['pairSymbol', 'pairSymbolNormalized', 'stopPrice', 'orderClientId', 'updateTime', 'leftAmount'].map((key) => [
    key.toLowerCase(),
    key,
  ]),
)

/** An order; old answers spell their keys in lower case. */
export const order: z.ZodType<Order> = z.preprocess((wire) => {
  if (wire === null || typeof wire !== 'object' || !('pairsymbol' in wire)) return wire
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [CAMEL_CASE.get(key) ?? key, value]))
}, wireOrder)

export type AllOrdersInput = {
  readonly symbol: string
  /** Orders with this id or a higher one. */
  readonly fromId?: string | undefined
  /** Milliseconds since the epoch. The exchange counts whole seconds: the range is widened to them. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  /** Sent as it is; whether the first page is 0 or 1 is not known for sure. */
  readonly page?: number | undefined
  /** 1 to 1000; by the exchange's own default 100. */
  readonly limit?: number | undefined
}

const allOrdersInput = z.strictObject({
  symbol: symbolInput,
  fromId: orderIdInput.optional(),
  from: timeInput.optional(),
  to: timeInput.optional(),
  page: z.int('a whole number from 0').min(0, 'a whole number from 0').optional(),
  limit: countInput(1000).optional(),
})

/** `GET /api/v1/allOrders`: orders of a symbol in every state, newest first. */
export const allOrders: Endpoint<AllOrdersInput, readonly Order[]> = {
  name: 'allOrders',
  ...READ,
  access: 'private',
  limits: ['allOrders'],
  request(given) {
    const { symbol, fromId, from, to, page, limit } = checkInput(allOrdersInput, given)
    const startTime = from === undefined ? undefined : Math.floor(from / 1000)
    const endTime = to === undefined ? undefined : Math.ceil(to / 1000)
    return {
      path: '/api/v1/allOrders',
      query: { pairSymbol: symbol, orderId: fromId, startTime, endTime, page, limit },
    }
  },
  read: (data) => readAnswer(z.array(order), data),
}

/** Orders in the book, and stop orders that wait. */
export type OpenOrders = { readonly bids: readonly Order[]; readonly asks: readonly Order[] }

const openOrdersInput = z.strictObject({ symbol: symbolInput.optional() })
const answer = z.looseObject({ bids: z.array(order), asks: z.array(order) })

/** `GET /api/v1/openOrders`. The exchange may insist on a symbol; older texts call it optional. */
export const openOrders: Endpoint<{ readonly symbol?: string | undefined }, OpenOrders> = {
  name: 'openOrders',
  ...READ,
  access: 'private',
  limits: ['openOrders'],
  request(given) {
    const { symbol } = checkInput(openOrdersInput, given)
    return { path: '/api/v1/openOrders', query: { pairSymbol: symbol } }
  },
  read(data) {
    const { bids, asks } = readAnswer(answer, data)
    return { bids, asks }
  },
}

const orderInput = z.strictObject({ id: orderIdInput })

/** `GET /api/v1/order/{id}`. An unknown id is `rejected` with the reason `order_not_found`. */
export const singleOrder: Endpoint<{ readonly id: string }, Order> = {
  name: 'singleOrder',
  ...READ,
  access: 'private',
  limits: ['order'],
  request: (given) => ({ path: `/api/v1/order/${checkInput(orderInput, given).id}` }),
  read: (data) => readAnswer(order, data),
}

const cancelInput = z.strictObject({ id: orderIdInput })

/**
 * `DELETE /api/v1/order?id=…`. Success means that the cancel was queued: the result is reported by the socket, or by
 * reading the order. Repeating it is harmless, since a cancelled order is cancelled again with success.
 */
export const cancelOrder: Endpoint<{ readonly id: string }, void> = {
  name: 'cancelOrder',
  method: 'DELETE',
  host: 'api',
  access: 'private',
  effect: 'idempotent',
  lane: 'cancel',
  limits: ['cancel'],
  hasEnvelope: true,
  request: (given) => ({ path: '/api/v1/order', query: { id: checkInput(cancelInput, given).id } }),
  read: () => undefined,
}
