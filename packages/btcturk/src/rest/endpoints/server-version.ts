import type { Endpoint } from '../endpoint.ts'

/** `GET /api/v2/server/version`: known to exist; its answer is not documented and comes as it is. */
export const serverVersion: Endpoint<void, unknown> = {
  name: 'serverVersion',
  method: 'GET',
  host: 'api',
  access: 'public',
  effect: 'read',
  lane: 'read',
  budgets: ['server'],
  hasEnvelope: false,
  request: () => ({ path: '/api/v2/server/version' }),
  read: (data) => data,
}
