import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { orderIdInput } from '../inputs.ts'
import { type UserTrade, userTrade } from '../user-trade.ts'

const input = z.strictObject({ id: orderIdInput })
const answer = z.union([
  userTrade,
  z
    .array(userTrade)
    .length(1)
    .transform(([only]) => only!),
])

/** `GET /api/v1/users/transactions/trade/{id}`: one execution. Known from the exchange's Swagger alone. */
export const singleUserTrade: Endpoint<{ readonly id: string }, UserTrade> = {
  name: 'singleUserTrade',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['userTrades'],
  hasEnvelope: true,
  request: (given) => ({ path: `/api/v1/users/transactions/trade/${checkInput(input, given).id}` }),
  read: (data) => readAnswer(answer, data),
}
