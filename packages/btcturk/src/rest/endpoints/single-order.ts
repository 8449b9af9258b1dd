import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { orderIdInput } from '../inputs.ts'
import { type Order, order } from '../order.ts'

const input = z.strictObject({ id: orderIdInput })

/** `GET /api/v1/order/{id}`. An unknown id is `rejected` with the reason `order_not_found`. */
export const singleOrder: Endpoint<{ readonly id: string }, Order> = {
  name: 'singleOrder',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['order'],
  hasEnvelope: true,
  request: (given) => ({ path: `/api/v1/order/${checkInput(input, given).id}` }),
  read: (data) => readAnswer(order, data),
}
