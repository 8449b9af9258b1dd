import { absoluteDecimal, negateDecimal } from '@tezgah/core/decimal'
import { z } from 'zod'
import type { OrderMethod } from '../../wire/orders.ts'
import { decimalText, epochMs, idText, side } from '../../wire/schemas.ts'
import type { BalanceChangedMessage, OrderMatchMessage, StreamOrder, UserTradeMessage } from './messages.ts'

const METHODS = ['limit', 'market', 'stoplimit', 'stopmarket'] as const

const symbol = z.string().min(1).max(64)
const pairId = z.int().nonnegative()
const clientOrderId = z.string().max(200).nullish()
const method = z
  .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
  .transform((code): OrderMethod => METHODS[code])
/** Not the coding of public trades: there 1 is a buy. */
const orderSide = z
  .union([z.literal(0), z.literal(1)])
  .transform((code): 'buy' | 'sell' => (code === 0 ? 'buy' : 'sell'))

/** 451, 452, 453. */
export const order: z.ZodType<StreamOrder> = z
  .object({
    symbol,
    pairId,
    id: idText,
    method,
    orderType: orderSide.optional(),
    price: decimalText,
    amount: decimalText,
    numLeft: decimalText,
    denomLeft: decimalText,
    newOrderClientId: clientOrderId,
  })
  .transform((fields) => ({
    symbol: fields.symbol,
    pairId: fields.pairId,
    orderId: fields.id,
    method: fields.method,
    side: fields.orderType ?? null,
    price: fields.price,
    quantity: fields.amount,
    remaining: fields.numLeft,
    remainingQuote: fields.denomLeft,
    clientOrderId: fields.newOrderClientId || null,
  }))

/** 441. */
export const orderMatchFrame: z.ZodType<OrderMatchMessage> = z
  .object({
    symbol,
    pair: pairId,
    id: idText,
    isBid: z.boolean(),
    method,
    price: decimalText,
    amount: decimalText,
    clientId: clientOrderId,
    timestamp: epochMs.optional(),
  })
  .transform((fields) => ({
    kind: 'orderMatch',
    symbol: fields.symbol,
    pairId: fields.pair,
    orderId: fields.id,
    side: fields.isBid ? 'buy' : 'sell',
    method: fields.method,
    price: fields.price,
    quantity: fields.amount,
    clientOrderId: fields.clientId || null,
    time: fields.timestamp ?? null,
  }))

/** 423. Sells carry a negative amount, and costs are negative. */
export const userTradeFrame: z.ZodType<UserTradeMessage> = z
  .object({
    id: idText,
    orderId: idText,
    timestamp: epochMs,
    numeratorSymbol: symbol,
    denominatorSymbol: symbol,
    amount: decimalText,
    fee: decimalText,
    tax: decimalText,
    price: decimalText,
    orderType: side,
    orderClientId: clientOrderId,
    preciseAmount: decimalText.nullish(),
  })
  .transform((fields) => ({
    kind: 'userTrade',
    id: fields.id,
    orderId: fields.orderId,
    symbol: `${fields.numeratorSymbol}${fields.denominatorSymbol}`,
    base: fields.numeratorSymbol,
    quote: fields.denominatorSymbol,
    time: fields.timestamp,
    side: fields.orderType,
    price: fields.price,
    quantity: absoluteDecimal(fields.amount),
    preciseQuantity: fields.preciseAmount == null ? null : absoluteDecimal(fields.preciseAmount),
    fee: negateDecimal(fields.fee),
    tax: negateDecimal(fields.tax),
    clientOrderId: fields.orderClientId || null,
  }))

/** 201. */
export const balanceChangedFrame: z.ZodType<BalanceChangedMessage> = z
  .object({ payload: z.string().regex(/^\d{1,9},\d{1,9},\d{1,9}$/) })
  .transform(({ payload }) => {
    const [pair, base, quote] = payload.split(',').map(Number)
    return { kind: 'balanceChanged', pairId: pair!, baseCurrencyId: base!, quoteCurrencyId: quote! }
  })
