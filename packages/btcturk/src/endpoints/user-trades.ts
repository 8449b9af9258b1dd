import { absoluteDecimal, negateDecimal } from '@tezgah/core/decimal'
import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import {
  currencyInput,
  decimalText,
  epochMs,
  idText,
  orderIdInput,
  side,
  symbolInput,
  timeInput,
} from '../wire/schemas.ts'

/** An execution of one's own order. */
export type UserTrade = {
  /** Decimal digits; above 2^53. */
  readonly id: string
  readonly orderId: string
  /** `null` where the exchange does not say. */
  readonly clientOrderId: string | null
  readonly symbol: string
  readonly base: string
  readonly quote: string
  readonly side: 'buy' | 'sell'
  readonly price: string
  /** Base units, without a sign, cut to the symbol's decimals. */
  readonly quantity: string
  /** The same before it was cut; `null` in old answers. */
  readonly preciseQuantity: string | null
  /** Paid, quote currency: above 0 is a cost. The tax comes on top of the fee. */
  readonly fee: string
  readonly tax: string
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  readonly other: Readonly<Record<string, unknown>>
}

export const userTrade: z.ZodType<UserTrade> = z
  .looseObject({
    id: idText,
    orderId: idText,
    orderClientId: z.string().nullish(),
    numeratorSymbol: z.string(),
    denominatorSymbol: z.string(),
    orderType: side,
    price: decimalText,
    amount: decimalText,
    preciseAmount: decimalText.nullish(),
    fee: decimalText,
    tax: decimalText,
    timestamp: epochMs,
  })
  .transform((wire): UserTrade => {
    const { id, orderId, orderClientId, numeratorSymbol, denominatorSymbol, orderType, price, amount, ...rest } = wire
    const { preciseAmount, fee, tax, timestamp, ...other } = rest
    return {
      id,
      orderId,
      clientOrderId: orderClientId ?? null,
      symbol: `${numeratorSymbol}${denominatorSymbol}`,
      base: numeratorSymbol,
      quote: denominatorSymbol,
      side: orderType,
      price,
      quantity: absoluteDecimal(amount),
      preciseQuantity: preciseAmount == null ? null : absoluteDecimal(preciseAmount),
      fee: negateDecimal(fee),
      tax: negateDecimal(tax),
      time: timestamp,
      other,
    }
  })

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

const userTradesInput = z
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
  ...READ,
  access: 'private',
  limits: ['userTrades'],
  request(given) {
    const { orderId, symbol, sides, currencies, from, to } = checkInput(userTradesInput, given)
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

const userTradeInput = z.strictObject({ id: orderIdInput })
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
  ...READ,
  access: 'private',
  limits: ['userTrades'],
  request: (given) => ({ path: `/api/v1/users/transactions/trade/${checkInput(userTradeInput, given).id}` }),
  read: (data) => readAnswer(answer, data),
}
