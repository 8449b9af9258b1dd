import type { FastifyInstance } from 'fastify'
import { jsonRoute, type RouteConfig } from '../route-config.ts'
import { type Spot, spotSchema } from '../spot/spot.ts'

const SPOT: RouteConfig = {
  access: 'viewer',
  bucket: 'watching',
  doc: jsonRoute('getSpot', 'The spot price of one pair, and how old it is', spotSchema),
}

/** `GET /spot`. */
export function addSpotRoute(app: FastifyInstance, spot: Spot): void {
  app.get('/spot', { config: SPOT }, async () => spot.read())
}
