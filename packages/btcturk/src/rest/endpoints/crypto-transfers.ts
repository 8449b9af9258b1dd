import { type Endpoint, readAnswer } from '../endpoint.ts'
import { type Transfer, type TransfersInput, transfers, transfersQuery } from '../transfer.ts'

/** `GET /api/v1/users/transactions/crypto`: deposits and withdrawals of crypto currencies. */
export const cryptoTransfers: Endpoint<TransfersInput, readonly Transfer[]> = {
  name: 'cryptoTransfers',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['cryptoTransfers'],
  hasEnvelope: true,
  request: (given) => ({ path: '/api/v1/users/transactions/crypto', query: transfersQuery(given) }),
  read: (data) => readAnswer(transfers, data),
}
