import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { type PublicTrade, publicTrades, type TradesInput, tradesInput } from './trades.ts'

/** `GET /api/v1/trades`: the public trades, asked for with a key and counted by a limit of their own. */
export const signedTrades: Endpoint<TradesInput, readonly PublicTrade[]> = {
  name: 'signedTrades',
  method: 'GET',
  host: 'api',
  access: 'private',
  effect: 'read',
  lane: 'read',
  budgets: ['privateTrades'],
  hasEnvelope: true,
  request(given) {
    const { symbol, last } = checkInput(tradesInput, given)
    return { path: '/api/v1/trades', query: { pairSymbol: symbol, last } }
  },
  read: (data) => readAnswer(publicTrades, data),
}
