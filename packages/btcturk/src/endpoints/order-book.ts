import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../rest/endpoint.ts'
import type { Level } from '../wire/orders.ts'
import { countInput, decimalText, epochMs, symbolInput } from '../wire/schemas.ts'

/** A book as REST gives it: up to 100 levels a side, without a sequence number. */
export type OrderBookSnapshot = {
  /** Milliseconds since the epoch, UTC. */
  readonly time: number
  /** Best, which is highest, first. */
  readonly bids: readonly Level[]
  /** Best, which is lowest, first. */
  readonly asks: readonly Level[]
}

const level = z.tuple([decimalText, decimalText]).transform(([price, quantity]): Level => ({ price, quantity }))
const answer = z.looseObject({ timestamp: epochMs, bids: z.array(level), asks: z.array(level) })
const input = z.strictObject({ symbol: symbolInput, limit: countInput(100).optional() })

/** `GET /api/v2/orderbook`. */
export const orderBook: Endpoint<{ readonly symbol: string; readonly limit?: number | undefined }, OrderBookSnapshot> =
  {
    name: 'orderBook',
    method: 'GET',
    host: 'api',
    access: 'public',
    effect: 'read',
    lane: 'read',
    limits: ['orderBook'],
    hasEnvelope: true,
    request(given) {
      const { symbol, limit } = checkInput(input, given)
      return { path: '/api/v2/orderbook', query: { pairSymbol: symbol, limit } }
    },
    read(data) {
      const { timestamp, bids, asks } = readAnswer(answer, data)
      return { time: timestamp, bids, asks }
    },
  }
