import { z } from 'zod'
import { checkInput, type Endpoint, type Query, READ, readAnswer } from '../rest/endpoint.ts'
import { currencyInput, decimalText, epochMs, idText, orderIdInput, timeInput } from '../wire/schemas.ts'

/** A deposit or a withdrawal. */
export type Transfer = {
  readonly id: string
  readonly kind: 'deposit' | 'withdrawal' | 'unknown'
  readonly currency: string
  /** The four below are `null` for fiat money. */
  readonly address: string | null
  readonly tag: string | null
  readonly transactionHash: string | null
  readonly confirmations: number | null
  readonly isConfirmed: boolean
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  /** Below 0 for a withdrawal; in units of the currency, as the two below. */
  readonly amount: string
  /** As sent: below 0 is a cost. */
  readonly fee: string
  readonly tax: string
  readonly other: Readonly<Record<string, unknown>>
}

const transfer = z
  .looseObject({
    balanceType: z.string(),
    currencySymbol: z.string(),
    address: z.string().nullish(),
    tag: z.string().nullish(),
    txHash: z.string().nullish(),
    confirmationCount: z.int().nullish(),
    isConfirmed: z.boolean(),
    id: idText,
    timestamp: epochMs,
    amount: decimalText,
    fee: decimalText,
    tax: decimalText,
  })
  .transform((wire): Transfer => {
    const {
      balanceType,
      currencySymbol,
      address,
      tag,
      txHash,
      confirmationCount,
      isConfirmed,
      id,
      timestamp,
      ...rest
    } = wire
    const { amount, fee, tax, ...other } = rest
    const kind = balanceType.toLowerCase()
    return {
      id,
      kind: kind === 'deposit' || kind === 'withdrawal' ? kind : 'unknown',
      currency: currencySymbol,
      address: address ?? null,
      tag: tag ?? null,
      transactionHash: txHash ?? null,
      confirmations: confirmationCount ?? null,
      isConfirmed,
      time: timestamp,
      amount,
      fee,
      tax,
      other,
    }
  })

export const transfers: z.ZodType<readonly Transfer[]> = z.array(transfer)

export type TransfersInput = {
  readonly kinds?: readonly ('deposit' | 'withdrawal')[] | undefined
  readonly currencies?: readonly string[] | undefined
  /** Milliseconds since the epoch; without them the last 30 days. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

const transfersInput = z.strictObject({
  kinds: z.array(z.enum(['deposit', 'withdrawal'], 'deposit or withdrawal')).optional(),
  currencies: z.array(currencyInput).max(20, 'at most 20 currencies').optional(),
  from: timeInput.optional(),
  to: timeInput.optional(),
})

/** The query of both endpoints for transfers. @throws BtcturkError `invalid_request` */
export function transfersQuery(given: TransfersInput): Query {
  const { kinds, currencies, from, to } = checkInput(transfersInput, given)
  return { type: kinds, symbol: currencies?.map((currency) => currency.toLowerCase()), startDate: from, endDate: to }
}

/** `GET /api/v1/users/transactions/crypto`: deposits and withdrawals of crypto currencies. */
export const cryptoTransfers: Endpoint<TransfersInput, readonly Transfer[]> = {
  name: 'cryptoTransfers',
  ...READ,
  access: 'private',
  limits: ['cryptoTransfers'],
  request: (given) => ({ path: '/api/v1/users/transactions/crypto', query: transfersQuery(given) }),
  read: (data) => readAnswer(transfers, data),
}

/** `GET /api/v1/users/transactions/fiat`: deposits and withdrawals of fiat money. */
export const fiatTransfers: Endpoint<TransfersInput, readonly Transfer[]> = {
  name: 'fiatTransfers',
  ...READ,
  access: 'private',
  limits: ['fiatTransfers'],
  request: (given) => ({ path: '/api/v1/users/transactions/fiat', query: transfersQuery(given) }),
  read: (data) => readAnswer(transfers, data),
}

export type WithdrawalRequest = {
  readonly currency: string
  /** Decimal string in units of the currency. */
  readonly amount: string
  readonly address: string
  readonly addressTag?: string | undefined
}

const withdrawalInput = z.strictObject({
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
  limits: ['withdrawals'],
  hasEnvelope: true,
  request(given) {
    const { currency, amount, address, addressTag } = checkInput(withdrawalInput, given)
    return { path: '/api/v1/withdrawals/crypto', body: { asset: currency, amount, address, addressTag } }
  },
  read: (data) => data,
}

const cancelWithdrawalInput = z.strictObject({ id: orderIdInput })

/** `DELETE /api/v1/withdrawals/crypto/{id}`. Known from the exchange's Swagger alone; not repeated by itself. */
export const cancelWithdrawal: Endpoint<{ readonly id: string }, void> = {
  name: 'cancelWithdrawal',
  method: 'DELETE',
  host: 'api',
  access: 'private',
  effect: 'once',
  lane: 'submit',
  limits: ['withdrawals'],
  hasEnvelope: true,
  request: (given) => ({ path: `/api/v1/withdrawals/crypto/${checkInput(cancelWithdrawalInput, given).id}` }),
  read: () => undefined,
}
