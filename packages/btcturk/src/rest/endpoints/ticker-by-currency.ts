import { z } from 'zod'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { currencyInput } from '../inputs.ts'
import { type Ticker, tickers } from './ticker.ts'

const input = z.strictObject({ currency: currencyInput })

/** `GET /api/v2/ticker/currency`: every symbol that has the currency as base or quote. */
export const tickerByCurrency: Endpoint<{ readonly currency: string }, readonly Ticker[]> = {
  name: 'tickerByCurrency',
  method: 'GET',
  host: 'api',
  access: 'public',
  effect: 'read',
  lane: 'read',
  budgets: ['ticker'],
  hasEnvelope: true,
  request(given) {
    const { currency } = checkInput(input, given)
    return { path: '/api/v2/ticker/currency', query: { symbol: currency.toLowerCase() } }
  },
  read: (data) => readAnswer(tickers, data),
}
