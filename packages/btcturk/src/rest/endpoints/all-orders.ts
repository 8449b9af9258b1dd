import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { countInput, orderIdInput, symbolInput, timeInput } from '../inputs.ts'
import { type Order, order } from '../order.ts'

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

const input = z.strictObject({
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
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['allOrders'],
  hasEnvelope: true,
  request(given) {
    const { symbol, fromId, from, to, page, limit } = checkInput(input, given)
    const startTime = from === undefined ? undefined : Math.floor(from / 1000)
    const endTime = to === undefined ? undefined : Math.ceil(to / 1000)
    return {
      path: '/api/v1/allOrders',
      query: { pairSymbol: symbol, orderId: fromId, startTime, endTime, page, limit },
    }
  },
  read: (data) => readAnswer(z.array(order), data),
}
