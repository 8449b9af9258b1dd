import type { JsonValue } from '@tezgah/core/canonical-json'
import { z } from 'zod'
import { type Amount, amountText, parseAmount } from './amount.ts'

/** Which way an order trades. */
export type Side = 'buy' | 'sell'

/** An order that has not been sent yet. Amounts are decimal text, times whole milliseconds since the epoch, UTC. */
export type OrderIntent = {
  readonly kind: 'order'
  /** Client order id, 1 to 128 characters. */
  readonly id: string
  /** The exchange's own spelling, such as `BTCTRY`. */
  readonly symbol: string
  readonly side: Side
  readonly type: 'market' | 'limit' | 'stopMarket' | 'stopLimit'
  /** In base currency, above zero. */
  readonly quantity: string
  /** Above zero for `limit` and `stopLimit`, else `null`. */
  readonly limitPrice: string | null
  /** Above zero for `stopMarket` and `stopLimit`, else `null`. */
  readonly stopPrice: string | null
  /** A promise that the order only shrinks the position; a promise that is not true is refused. */
  readonly reduceOnly: boolean
  /** When the order was decided. */
  readonly at: number
  /** Above zero; absent means 1. */
  readonly leverage?: string | undefined
}

/** A wish to withdraw an order. */
export type CancelIntent = {
  readonly kind: 'cancel'
  readonly id: string
  readonly symbol: string
  readonly orderId: string
  readonly at: number
}

/** Limits that end one run of a strategy when its account goes beyond them. */
export type RunLimits = {
  /** Largest fall of equity from its highest close so far, in percent of it. */
  readonly maxDrawdownPct?: number | undefined
  /** Largest value of all positions together, in quote currency. */
  readonly maxNotional?: string | number | undefined
}

/** A run of a strategy that a user wants to start. */
export type StartIntent = {
  readonly kind: 'start'
  /** The id of the run, 1 to 128 characters. */
  readonly id: string
  readonly strategy: string
  readonly parameters: JsonValue
  /** The data that the strategy runs on. */
  readonly datasets: readonly string[]
  /** The limits that the run asks for. */
  readonly limits: RunLimits
  /** When the start was asked for. */
  readonly at: number
}

/** An order, a cancel or a start that guardrails have not reviewed yet. */
export type Intent = OrderIntent | CancelIntent | StartIntent

/** The latest moment that a date can name. */
export const MAX_TIME = 8.64e15

const name = z.string().min(1).max(128)
const time = z.int().min(0).max(MAX_TIME)
const positive = amountText.refine((text) => (parseAmount(text) ?? 0n) > 0n, 'must be above zero')

const order = z
  .strictObject({
    kind: z.literal('order'),
    id: name,
    symbol: name,
    side: z.enum(['buy', 'sell']),
    type: z.enum(['market', 'limit', 'stopMarket', 'stopLimit']),
    quantity: positive,
    limitPrice: positive.nullable(),
    stopPrice: positive.nullable(),
    reduceOnly: z.boolean(),
    at: time,
    leverage: positive.optional(),
  })
  .refine((o) => (o.limitPrice !== null) === (o.type === 'limit' || o.type === 'stopLimit'), {
    error: 'limit and stopLimit have a limit price, others have none',
    path: ['limitPrice'],
  })
  .refine((o) => (o.stopPrice !== null) === (o.type === 'stopMarket' || o.type === 'stopLimit'), {
    error: 'stopMarket and stopLimit have a stop price, others have none',
    path: ['stopPrice'],
  })

const cancel = z.strictObject({ kind: z.literal('cancel'), id: name, symbol: name, orderId: name, at: time })

const start = z.strictObject({
  kind: z.literal('start'),
  id: name,
  strategy: name,
  // Kept as it is: a schema would drop a member called `__proto__`, which then nothing would compare.
  parameters: z.custom<JsonValue>((value) => value !== undefined, 'must be JSON data'),
  datasets: z.array(z.string()),
  limits: z.strictObject({
    maxDrawdownPct: z.number().optional(),
    maxNotional: z.union([z.number(), z.string()]).optional(),
  }),
  at: time,
})

/** Checks that a value is an intent; members that it does not know are an error. */
export const intentSchema: z.ZodType<Intent> = z.discriminatedUnion('kind', [order, cancel, start])

/** An order with its amounts as numbers. */
export type Order = {
  readonly intent: OrderIntent
  readonly quantity: Amount
  readonly limitPrice: Amount | null
  readonly stopPrice: Amount | null
  readonly leverage: Amount | null
}

/** The amounts of an intent that the schema has passed. */
export function readOrder(intent: OrderIntent): Order {
  return {
    intent,
    quantity: parseAmount(intent.quantity) ?? 0n,
    limitPrice: parseAmount(intent.limitPrice),
    stopPrice: parseAmount(intent.stopPrice),
    leverage: parseAmount(intent.leverage),
  }
}
