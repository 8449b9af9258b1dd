import { z } from 'zod'
import { checkInput, type Endpoint } from '../endpoint.ts'
import { orderIdInput } from '../inputs.ts'

const input = z.strictObject({ id: orderIdInput })

/**
 * `DELETE /api/v1/order?id=…`. Success means that the cancel was queued: what became of it is told by the socket, or by
 * reading the order. Repeating it is harmless, since a cancelled order is cancelled again with success.
 */
export const cancelOrder: Endpoint<{ readonly id: string }, void> = {
  name: 'cancelOrder',
  method: 'DELETE',
  host: 'api',
  access: 'private',
  effect: 'idempotent',
  lane: 'cancel',
  budgets: ['cancel'],
  hasEnvelope: true,
  request: (given) => ({ path: '/api/v1/order', query: { id: checkInput(input, given).id } }),
  read: () => undefined,
}
