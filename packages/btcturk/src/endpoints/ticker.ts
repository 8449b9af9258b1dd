import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { currencyInput, decimalText, epochMs, symbolInput } from '../wire/schemas.ts'

/** The last 24 hours of a symbol. Prices are in quote currency, exact decimals. */
export type Ticker = {
  readonly symbol: string
  readonly base: string
  readonly quote: string
  /** Milliseconds since the epoch, UTC; can be some seconds old, and older than that of an earlier answer. */
  readonly time: number
  readonly last: string
  readonly high: string
  readonly low: string
  readonly bid: string
  readonly ask: string
  readonly open: string
  /** Base units. */
  readonly volume: string
  readonly average: string
  /** `ask − open`, as the exchange defines it; not `last − open`. */
  readonly change: string
  /** `(last − open) / open` in percent, two decimals. */
  readonly changePercent: string
  readonly other: Readonly<Record<string, unknown>>
}

const ticker = z
  .looseObject({
    pair: z.string(),
    numeratorSymbol: z.string(),
    denominatorSymbol: z.string(),
    timestamp: epochMs,
    last: decimalText,
    high: decimalText,
    low: decimalText,
    bid: decimalText,
    ask: decimalText,
    open: decimalText,
    volume: decimalText,
    average: decimalText,
    daily: decimalText,
    dailyPercent: decimalText,
  })
  .transform(({ pair, numeratorSymbol, denominatorSymbol, timestamp, daily, dailyPercent, ...rest }): Ticker => {
    const { last, high, low, bid, ask, open, volume, average, ...other } = rest
    return {
      symbol: pair,
      base: numeratorSymbol,
      quote: denominatorSymbol,
      time: timestamp,
      last,
      high,
      low,
      bid,
      ask,
      open,
      volume,
      average,
      change: daily,
      changePercent: dailyPercent,
      other,
    }
  })

/** Tickers as every endpoint for them gives them. */
export const tickers: z.ZodType<readonly Ticker[]> = z.array(ticker)

const tickerInput = z.strictObject({ symbol: symbolInput.optional() })

/** `GET /api/v2/ticker`: one symbol, or all; an unknown symbol gives an empty list. */
export const ticker24h: Endpoint<{ readonly symbol?: string | undefined }, readonly Ticker[]> = {
  name: 'ticker',
  ...READ,
  access: 'public',
  limits: ['ticker'],
  request(given) {
    const { symbol } = checkInput(tickerInput, given)
    return { path: '/api/v2/ticker', query: { pairSymbol: symbol } }
  },
  read: (data) => readAnswer(tickers, data),
}

const byCurrencyInput = z.strictObject({ currency: currencyInput })

/** `GET /api/v2/ticker/currency`: every symbol that has the currency as base or quote. */
export const tickerByCurrency: Endpoint<{ readonly currency: string }, readonly Ticker[]> = {
  name: 'tickerByCurrency',
  ...READ,
  access: 'public',
  limits: ['ticker'],
  request(given) {
    const { currency } = checkInput(byCurrencyInput, given)
    return { path: '/api/v2/ticker/currency', query: { symbol: currency.toLowerCase() } }
  },
  read: (data) => readAnswer(tickers, data),
}
