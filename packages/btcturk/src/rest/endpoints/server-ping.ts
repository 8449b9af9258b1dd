import { z } from 'zod'
import { type Endpoint, readAnswer } from '../endpoint.ts'

const answer = z.looseObject({ pong: z.boolean() })

/** `GET /api/v2/server/ping`: whether the exchange answers. */
export const serverPing: Endpoint<void, boolean> = {
  name: 'serverPing',
  method: 'GET',
  host: 'api',
  access: 'public',
  effect: 'read',
  lane: 'read',
  budgets: ['server'],
  hasEnvelope: false,
  request: () => ({ path: '/api/v2/server/ping' }),
  read: (data) => readAnswer(answer, data).pong,
}
