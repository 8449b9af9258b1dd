import { z } from 'zod'
import { decimalText, epochMs, idText, lowerCase, side } from '../wire/schema.ts'

export type OrderSide = 'buy' | 'sell'

export type OrderMethod = 'market' | 'limit' | 'stopmarket' | 'stoplimit'

/** `closed` is filled; a stop order that was triggered ends as `canceled` and continues as a new order. */
export type OrderStatus = 'untouched' | 'partial' | 'canceled' | 'closed'

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

/** The method of an order, strict: whatever is new must fail loudly. */
export const orderMethod: z.ZodType<OrderMethod> = lowerCase(['market', 'limit', 'stopmarket', 'stoplimit'])

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
