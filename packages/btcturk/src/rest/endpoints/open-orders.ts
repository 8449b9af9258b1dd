import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { symbolInput } from '../inputs.ts'
import { type Order, order } from '../order.ts'

/** Orders in the book, and stop orders that wait. */
export type OpenOrders = { readonly bids: readonly Order[]; readonly asks: readonly Order[] }

const input = z.strictObject({ symbol: symbolInput.optional() })
const answer = z.looseObject({ bids: z.array(order), asks: z.array(order) })

/** `GET /api/v1/openOrders`. The exchange may insist on a symbol; older texts call it optional. */
export const openOrders: Endpoint<{ readonly symbol?: string | undefined }, OpenOrders> = {
  name: 'openOrders',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['openOrders'],
  hasEnvelope: true,
  request(given) {
    const { symbol } = checkInput(input, given)
    return { path: '/api/v1/openOrders', query: { pairSymbol: symbol } }
  },
  read(data) {
    const { bids, asks } = readAnswer(answer, data)
    return { bids, asks }
  },
}
