import { z } from 'zod'
import { MAX_ITEMS } from '../context/read.ts'
import { type Amount, amountText, parseAmount } from '../model/amount.ts'
import { intentSchema, MAX_TIME, type OrderIntent, type Side } from '../model/intent.ts'
import type { MarketState, OpenOrderState, TradingMode } from '../model/state.ts'

/** What happened, in the order in which it became known. `at` is in whole milliseconds since the epoch, UTC. */
export type LedgerEvent =
  /** An approved order leaves. Apply it before the next review, so that the two see one another. */
  | { readonly type: 'orderSubmitted'; readonly at: number; readonly intent: OrderIntent }
  /** An execution, of a known order or of one that was placed elsewhere. */
  | {
      readonly type: 'orderFilled'
      readonly at: number
      readonly id: string
      readonly symbol: string
      readonly side: Side
      readonly quantity: string
      readonly price: string
    }
  /** The order can trade no more. An id that is not open is no error: the fill may have come first. */
  | { readonly type: 'orderCancelled' | 'orderRejected'; readonly at: number; readonly id: string }
  /** All that is known of a market, without its past. */
  | { readonly type: 'quote'; readonly symbol: string; readonly market: Omit<MarketState, 'recentPrices'> }
  /** What the venue says of one currency; `free` is without what its open orders hold back. */
  | {
      readonly type: 'balance'
      readonly at: number
      readonly currency: string
      readonly free: string
      readonly total: string
    }
  /** What the venue says is held of a symbol: signed base quantity, 0 where nothing. */
  | { readonly type: 'position'; readonly at: number; readonly symbol: string; readonly quantity: string }
  /** Every order that is open by the word of the venue, for after a restart or a lost connection. */
  | { readonly type: 'openOrders'; readonly at: number; readonly orders: readonly OpenOrderState[] }
  /** Equity with open positions at their present prices. */
  | { readonly type: 'equityMarked'; readonly at: number; readonly equity: string }
  /** A round trip ended. */
  | {
      readonly type: 'tradeClosed'
      readonly at: number
      readonly symbol: string
      readonly profit: string
      readonly exit: 'stop' | 'other'
    }
  | { readonly type: 'modeChanged'; readonly at: number; readonly mode: TradingMode }

const text = z.string().min(1).max(128)
const at = z.int().min(0).max(MAX_TIME)
const valued = (holds: (amount: Amount) => boolean, wanted: string) =>
  amountText.refine((value) => holds(parseAmount(value) ?? -1n), wanted)
const positive = valued((amount) => amount > 0n, 'must be above zero')
const notNegative = valued((amount) => amount >= 0n, 'must be zero or above')
const side = z.enum(['buy', 'sell'])

const market = z.strictObject({
  base: text,
  quote: text,
  at,
  lastPrice: positive,
  bid: positive,
  ask: positive,
  tickSize: positive,
  lotSize: positive,
  minNotional: notNegative,
})

const openOrders = z
  .array(
    z.strictObject({
      id: text,
      symbol: text,
      side,
      quantity: positive,
      price: positive.nullable(),
      reduceOnly: z.boolean(),
    }),
  )
  .max(MAX_ITEMS)
  .refine((orders) => new Set(orders.map(({ id }) => id)).size === orders.length, 'ids must differ')

/** Checks an event; members that it does not know are an error. */
export const ledgerEventSchema: z.ZodType<LedgerEvent> = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('orderSubmitted'),
    at,
    intent: intentSchema.refine((intent) => intent.kind === 'order', 'an order') as unknown as z.ZodType<OrderIntent>,
  }),
  z.strictObject({
    type: z.literal('orderFilled'),
    at,
    id: text,
    symbol: text,
    side,
    quantity: positive,
    price: positive,
  }),
  z.strictObject({ type: z.enum(['orderCancelled', 'orderRejected']), at, id: text }),
  z.strictObject({ type: z.literal('quote'), symbol: text, market }),
  z.strictObject({ type: z.literal('balance'), at, currency: text, free: notNegative, total: notNegative }),
  z.strictObject({ type: z.literal('position'), at, symbol: text, quantity: amountText }),
  z.strictObject({ type: z.literal('openOrders'), at, orders: openOrders }),
  z.strictObject({ type: z.literal('equityMarked'), at, equity: amountText }),
  z.strictObject({
    type: z.literal('tradeClosed'),
    at,
    symbol: text,
    profit: amountText,
    exit: z.enum(['stop', 'other']),
  }),
  z.strictObject({ type: z.literal('modeChanged'), at, mode: z.enum(['active', 'reducing', 'halted']) }),
])
