import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../rest/endpoint.ts'
import type { OrderMethod, OrderSide } from '../wire/orders.ts'
import { clientOrderIdInput, decimalText, epochMs, idText, side, symbolInput } from '../wire/schemas.ts'
import { orderMethod, stopPrice } from './orders.ts'

type Terms = { readonly symbol: string; readonly clientOrderId: string }

/** Decimal strings: up to 12 digits, then a dot and up to 16 more. */
export type OrderRequest =
  | (Terms & {
      readonly method: 'limit'
      readonly side: OrderSide
      /** Base units. */
      readonly quantity: string
      readonly price: string
    })
  | (Terms & {
      readonly method: 'stoplimit'
      readonly side: OrderSide
      readonly quantity: string
      readonly price: string
      readonly stopPrice: string
    })
  | (Terms & {
      readonly method: 'market'
      readonly side: 'sell'
      readonly quantity: string
    })
  | (Terms & {
      readonly method: 'stopmarket'
      readonly side: 'sell'
      readonly quantity: string
      readonly stopPrice: string
    })
  | (Terms & {
      readonly method: 'market'
      readonly side: 'buy'
      /** Quote currency to spend, fee included. */
      readonly spend: string
    })
  | (Terms & {
      readonly method: 'stopmarket'
      readonly side: 'buy'
      /** Quote currency to spend, fee included. */
      readonly spend: string
      readonly stopPrice: string
    })

/** An order without its client order id, which is then created. */
export type NewOrder = OrderRequest extends infer Request
  ? Request extends OrderRequest
    ? Omit<Request, 'clientOrderId'> & { readonly clientOrderId?: string | undefined }
    : never
  : never

/** The exchange took the order. It says nothing of fills, which show up later. */
export type SubmitReceipt = {
  readonly id: string
  readonly clientOrderId: string | null
  readonly symbol: string
  readonly side: OrderSide
  readonly method: OrderMethod
  /** As ordered: base units, or the quote amount of a market or stop-market buy. */
  readonly quantity: string
  /** `0` for a market order; the stop price for a stop-market order. */
  readonly price: string
  readonly stopPrice: string | null
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
}

const amount = z
  .string('a decimal as a string')
  .regex(/^(?!0*(\.0*)?$)\d{1,12}(\.\d{1,16})?$/, 'a decimal string above 0 with up to 12 digits and 16 decimals')

const terms = { symbol: symbolInput, clientOrderId: clientOrderIdInput }
const anySide = z.enum(['buy', 'sell'], 'buy or sell')
const [buy, sell] = [z.literal('buy'), z.literal('sell')]
const at = { price: amount }
const stop = { stopPrice: amount }

const byMethod: Readonly<Record<OrderMethod, z.ZodType<OrderRequest>>> = {
  limit: z.strictObject({ ...terms, method: z.literal('limit'), side: anySide, quantity: amount, ...at }),
  stoplimit: z.strictObject({
    ...terms,
    method: z.literal('stoplimit'),
    side: anySide,
    quantity: amount,
    ...at,
    ...stop,
  }),
  market: z.discriminatedUnion('side', [
    z.strictObject({ ...terms, method: z.literal('market'), side: sell, quantity: amount }),
    z.strictObject({ ...terms, method: z.literal('market'), side: buy, spend: amount }),
  ]),
  stopmarket: z.discriminatedUnion('side', [
    z.strictObject({ ...terms, method: z.literal('stopmarket'), side: sell, quantity: amount, ...stop }),
    z.strictObject({ ...terms, method: z.literal('stopmarket'), side: buy, spend: amount, ...stop }),
  ]),
}

const method = z.looseObject({
  method: z.enum(['market', 'limit', 'stopmarket', 'stoplimit'], 'market, limit, stopmarket or stoplimit'),
})

const answer = z.looseObject({
  id: idText,
  quantity: decimalText,
  price: decimalText,
  stopPrice,
  newOrderClientId: z.string().nullish(),
  type: side,
  method: orderMethod,
  pairSymbol: z.string(),
  datetime: epochMs,
})

/** `POST /api/v1/order`. Never repeated by itself; `OrderEntry` knows what to do after an unknown outcome. */
export const submitOrder: Endpoint<OrderRequest, SubmitReceipt> = {
  name: 'submitOrder',
  method: 'POST',
  host: 'api',
  access: 'private',
  effect: 'once',
  lane: 'submit',
  limits: ['submit'],
  hasEnvelope: true,
  request(given) {
    const order = checkInput(byMethod[checkInput(method, given).method], given)
    const body = {
      quantity: 'spend' in order ? order.spend : order.quantity,
      price: 'price' in order ? order.price : undefined,
      stopPrice: 'stopPrice' in order ? order.stopPrice : undefined,
      newOrderClientId: order.clientOrderId,
      orderMethod: order.method,
      orderType: order.side,
      pairSymbol: order.symbol,
    }
    return { path: '/api/v1/order', body }
  },
  read(data) {
    const wire = readAnswer(answer, data)
    return {
      id: wire.id,
      clientOrderId: wire.newOrderClientId ?? null,
      symbol: wire.pairSymbol,
      side: wire.type,
      method: wire.method,
      quantity: wire.quantity,
      price: wire.price,
      stopPrice: wire.stopPrice,
      time: wire.datetime,
    }
  },
}
