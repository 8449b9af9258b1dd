import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { currencyInput, orderIdInput, symbolInput, timeInput } from '../inputs.ts'
import { type UserTrade, userTrade } from '../user-trade.ts'

export type UserTradesInput =
  | { readonly orderId: string }
  | {
      readonly symbol?: string | undefined
      readonly sides?: readonly ('buy' | 'sell')[] | undefined
      readonly currencies?: readonly string[] | undefined
      /** Milliseconds since the epoch; without them the last 30 days. */
      readonly from?: number | undefined
      readonly to?: number | undefined
    }

const input = z
  .strictObject({
    orderId: orderIdInput.optional(),
    symbol: symbolInput.optional(),
    sides: z.array(z.enum(['buy', 'sell'], 'buy or sell')).optional(),
    currencies: z.array(currencyInput).max(20, 'at most 20 currencies').optional(),
    from: timeInput.optional(),
    to: timeInput.optional(),
  })
  .refine(({ orderId, ...rest }) => orderId === undefined || Object.keys(rest).length === 0, {
    message: 'given alone',
    path: ['orderId'],
  })

/** `GET /api/v1/users/transactions/trade`: one's own executions. Those of a fresh order can take a while to show. */
export const userTrades: Endpoint<UserTradesInput, readonly UserTrade[]> = {
  name: 'userTrades',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['userTrades'],
  hasEnvelope: true,
  request(given) {
    const { orderId, symbol, sides, currencies, from, to } = checkInput(input, given)
    const query = {
      orderId,
      pairSymbol: symbol,
      type: sides,
      symbol: currencies?.map((currency) => currency.toLowerCase()),
      startDate: from,
      endDate: to,
    }
    return { path: '/api/v1/users/transactions/trade', query }
  },
  read: (data) => readAnswer(z.array(userTrade), data),
}
