import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { jsonRoute, type RouteConfig } from '../http/route.ts'
import { named } from '../http/schemas.ts'

const price = z.string().nullable().describe('Exact decimal')

export const spotSchema = named(
  'Spot',
  z.strictObject({
    source: z.enum(['btcturk', 'simulator', 'off']),
    state: z.enum(['live', 'connecting', 'stale']).describe('Only what is live is the present price'),
    symbol: z.string(),
    last: price,
    bid: price,
    ask: price,
    change: price.describe('Over 24 hours'),
    at: z.int().nullable().describe('When the exchange stamped it, epoch milliseconds, UTC'),
    ageMs: z.number().nullable().describe('Since it came'),
    clock: z
      .strictObject({
        offsetMs: z.number().describe('By how much the clock of the exchange is ahead of this machine'),
        boundMs: z.number().describe('The offset is wrong by no more'),
      })
      .nullable()
      .describe('null: not known'),
    reconnects: z.int(),
    error: z.string().nullable().describe('What went wrong last, while the price is not live'),
  }),
)

export type SpotView = z.output<typeof spotSchema>

/** The spot price of one pair, as far as it is known. */
export interface PriceFeed {
  read(): SpotView
  close(): Promise<void>
}

/** Where nothing is read. */
export function noPriceFeed(symbol: string): PriceFeed {
  const nothing = { last: null, bid: null, ask: null, change: null, at: null, ageMs: null, clock: null, error: null }
  return {
    read: () => ({ source: 'off', state: 'connecting', symbol, reconnects: 0, ...nothing }),
    close: async () => {},
  }
}

const SPOT: RouteConfig = {
  access: 'viewer',
  bucket: 'watching',
  doc: jsonRoute('getSpot', 'The spot price of one pair, and how old it is', spotSchema),
}

/** `GET /spot`. */
export function addSpotRoute(app: FastifyInstance, spot: PriceFeed): void {
  app.get('/spot', { config: SPOT }, async () => spot.read())
}
