import { z } from 'zod'
import { decimalText, epochMs, idText } from '../wire/schema.ts'
import type { Query } from './endpoint.ts'
import { checkInput } from './endpoint.ts'
import { currencyInput, timeInput } from './inputs.ts'

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

const input = z.strictObject({
  kinds: z.array(z.enum(['deposit', 'withdrawal'], 'deposit or withdrawal')).optional(),
  currencies: z.array(currencyInput).max(20, 'at most 20 currencies').optional(),
  from: timeInput.optional(),
  to: timeInput.optional(),
})

/** The query of both endpoints for transfers. @throws BtcturkError `invalid_request` */
export function transfersQuery(given: TransfersInput): Query {
  const { kinds, currencies, from, to } = checkInput(input, given)
  return { type: kinds, symbol: currencies?.map((currency) => currency.toLowerCase()), startDate: from, endDate: to }
}
