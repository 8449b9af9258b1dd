import { z } from 'zod'
import { checkInput, type Endpoint } from '../endpoint.ts'
import { currencyInput } from '../inputs.ts'

export type WithdrawalRequest = {
  readonly currency: string
  /** Decimal string in units of the currency. */
  readonly amount: string
  readonly address: string
  readonly addressTag?: string | undefined
}

const input = z.strictObject({
  currency: currencyInput,
  amount: z
    .string('a decimal as a string')
    .regex(/^(?!0*(\.0*)?$)\d{1,12}(\.\d{1,16})?$/, 'a decimal string above 0 with up to 12 digits and 16 decimals'),
  address: z.string('an address').regex(/^[\x21-\x7e]{1,200}$/, '1 to 200 visible ASCII characters'),
  addressTag: z
    .string('a tag')
    .regex(/^[\x20-\x7e]{1,100}$/, '1 to 100 ASCII characters')
    .optional(),
})

/**
 * `POST /api/v1/withdrawals/crypto`. Known from the exchange's Swagger alone; its answer is not documented and comes as it
 * is. Never repeated: after an unknown outcome look at `cryptoTransfers`.
 */
export const withdrawCrypto: Endpoint<WithdrawalRequest, unknown> = {
  name: 'withdrawCrypto',
  method: 'POST',
  host: 'api',
  access: 'private',
  effect: 'once',
  lane: 'submit',
  budgets: ['withdrawals'],
  hasEnvelope: true,
  request(given) {
    const { currency, amount, address, addressTag } = checkInput(input, given)
    return { path: '/api/v1/withdrawals/crypto', body: { asset: currency, amount, address, addressTag } }
  },
  read: (data) => data,
}
