import { type Endpoint, readAnswer } from '../endpoint.ts'
import { type Transfer, type TransfersInput, transfers, transfersQuery } from '../transfer.ts'

/** `GET /api/v1/users/transactions/fiat`: deposits and withdrawals of fiat money. */
export const fiatTransfers: Endpoint<TransfersInput, readonly Transfer[]> = {
  name: 'fiatTransfers',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['fiatTransfers'],
  hasEnvelope: true,
  request: (given) => ({ path: '/api/v1/users/transactions/fiat', query: transfersQuery(given) }),
  read: (data) => readAnswer(transfers, data),
}
