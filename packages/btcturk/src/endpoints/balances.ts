import { z } from 'zod'
import { type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { decimalText, epochMs } from '../wire/schemas.ts'

/** What the account holds of one currency; exact decimals in its units. */
export type Balance = {
  readonly currency: string
  readonly name: string
  readonly total: string
  /** `inOrders + inWithdrawals`. */
  readonly locked: string
  /** `total − locked`. Can lag a fill by some 150 ms. */
  readonly free: string
  /** `null` in old answers, as the three below. */
  readonly inOrders: string | null
  readonly inWithdrawals: string | null
  readonly precision: number | null
  /** Milliseconds since the epoch, UTC. */
  readonly time: number | null
  readonly other: Readonly<Record<string, unknown>>
}

const balance = z
  .looseObject({
    asset: z.string(),
    assetname: z.string().nullish(),
    balance: decimalText,
    locked: decimalText,
    free: decimalText,
    orderFund: decimalText.nullish(),
    requestFund: decimalText.nullish(),
    precision: z.int().nullish(),
    timestamp: epochMs.nullish(),
  })
  .transform(
    ({
      asset,
      assetname,
      balance: total,
      locked,
      free,
      orderFund,
      requestFund,
      precision,
      timestamp,
      ...other
    }): Balance => ({
      currency: asset,
      name: assetname ?? asset,
      total,
      locked,
      free,
      inOrders: orderFund ?? null,
      inWithdrawals: requestFund ?? null,
      precision: precision ?? null,
      time: timestamp ?? null,
      other,
    }),
  )

/** `GET /api/v1/users/balances`: every currency, those not held included. */
export const balances: Endpoint<void, readonly Balance[]> = {
  name: 'balances',
  ...READ,
  access: 'private',
  limits: ['balances'],
  request: () => ({ path: '/api/v1/users/balances' }),
  read: (data) => readAnswer(z.array(balance), data),
}
