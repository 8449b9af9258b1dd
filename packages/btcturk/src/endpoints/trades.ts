import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { countInput, decimalText, epochMs, idText, side, symbolInput } from '../wire/schemas.ts'

/** A trade between others. */
export type PublicTrade = {
  /** Decimal digits; above 2^53. The same as on the socket. */
  readonly id: string
  readonly symbol: string
  readonly base: string
  readonly quote: string
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  readonly price: string
  /** Base units. */
  readonly quantity: string
  /** Of the taker; `null` in old answers. */
  readonly side: 'buy' | 'sell' | null
  readonly other: Readonly<Record<string, unknown>>
}

const trade = z
  .looseObject({
    pair: z.string(),
    numerator: z.string(),
    denominator: z.string(),
    date: epochMs,
    tid: idText,
    price: decimalText,
    amount: decimalText,
    side: side.nullish(),
  })
  .transform(
    ({ pair, numerator, denominator, date, tid, price, amount, side: taker, ...other }): PublicTrade => ({
      id: tid,
      symbol: pair,
      base: numerator,
      quote: denominator,
      time: date,
      price,
      quantity: amount,
      side: taker ?? null,
      other,
    }),
  )

/** Trades as both endpoints for them give them. */
export const publicTrades: z.ZodType<readonly PublicTrade[]> = z.array(trade)

export type TradesInput = { readonly symbol: string; readonly last?: number | undefined }

/** The argument of both endpoints. */
export const tradesInput: z.ZodType<TradesInput> = z.strictObject({
  symbol: symbolInput,
  last: countInput(50).optional(),
})

/** `GET /api/v2/trades`: the last trades, newest first. */
export const trades: Endpoint<TradesInput, readonly PublicTrade[]> = {
  name: 'trades',
  ...READ,
  access: 'public',
  limits: ['trades'],
  request(given) {
    const { symbol, last } = checkInput(tradesInput, given)
    return { path: '/api/v2/trades', query: { pairSymbol: symbol, last } }
  },
  read: (data) => readAnswer(publicTrades, data),
}

/** `GET /api/v1/trades`: the public trades, asked for with a key and counted by a limit of their own. */
export const signedTrades: Endpoint<TradesInput, readonly PublicTrade[]> = {
  name: 'signedTrades',
  ...READ,
  access: 'private',
  limits: ['privateTrades'],
  request(given) {
    const { symbol, last } = checkInput(tradesInput, given)
    return { path: '/api/v1/trades', query: { pairSymbol: symbol, last } }
  },
  read: (data) => readAnswer(publicTrades, data),
}
