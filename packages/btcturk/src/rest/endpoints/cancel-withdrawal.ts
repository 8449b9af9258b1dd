import { z } from 'zod'
import { checkInput, type Endpoint } from '../endpoint.ts'
import { orderIdInput } from '../inputs.ts'

const input = z.strictObject({ id: orderIdInput })

/** `DELETE /api/v1/withdrawals/crypto/{id}`. Known from the exchange's Swagger alone; not repeated by itself. */
export const cancelWithdrawal: Endpoint<{ readonly id: string }, void> = {
  name: 'cancelWithdrawal',
  method: 'DELETE',
  host: 'api',
  access: 'private',
  effect: 'once',
  lane: 'submit',
  budgets: ['withdrawals'],
  hasEnvelope: true,
  request: (given) => ({ path: `/api/v1/withdrawals/crypto/${checkInput(input, given).id}` }),
  read: () => undefined,
}
