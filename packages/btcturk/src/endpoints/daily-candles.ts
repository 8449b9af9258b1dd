import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { countInput, decimalText, epochMs, seconds, symbolInput, timeInput } from '../wire/schemas.ts'
import { double } from './klines.ts'

/** A day of a symbol. Doubles, as the exchange sends them: for charts, not for orders. */
export type DailyCandle = {
  readonly symbol: string
  /** Start of the day, milliseconds since the epoch, UTC. */
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Base units. */
  readonly volume: number
  /** Quote currency. */
  readonly quoteVolume: number
  /** `quoteVolume / volume`. */
  readonly average: number
  /** `close − open`. */
  readonly change: number
  readonly changePercent: number
}

const dailyCandle = z
  .looseObject({
    pair: z.string(),
    time: seconds,
    open: double,
    high: double,
    low: double,
    close: double,
    volume: double,
    total: double,
    average: double,
    dailyChangeAmount: double,
    dailyChangePercentage: double,
  })
  .transform(
    ({ pair, time, open, high, low, close, volume, total, average, ...rest }): DailyCandle => ({
      symbol: pair,
      time,
      open,
      high,
      low,
      close,
      volume,
      quoteVolume: total,
      average,
      change: rest.dailyChangeAmount,
      changePercent: rest.dailyChangePercentage,
    }),
  )

const dailyCandlesInput = z.strictObject({ symbol: symbolInput, from: timeInput, to: timeInput })

export type DailyCandlesInput = {
  readonly symbol: string
  /** First and last day by their start, both included; milliseconds since the epoch, cut to seconds. */
  readonly from: number
  readonly to: number
}

/** `GET /v1/ohlcs` of the graph host: daily candles, the last of which may be forming. */
export const dailyCandles: Endpoint<DailyCandlesInput, readonly DailyCandle[]> = {
  name: 'dailyCandles',
  ...READ,
  host: 'graph',
  access: 'public',
  limits: ['ohlcs', 'graph'],
  hasEnvelope: false,
  request(given) {
    const { symbol, from, to } = checkInput(dailyCandlesInput, given)
    const query = { pair: symbol, from: Math.ceil(from / 1000), to: Math.floor(to / 1000) }
    return { path: '/v1/ohlcs', query }
  },
  read: (data) => readAnswer(z.array(dailyCandle), data),
}

/** A day as the retired endpoint gives it; exact decimals. */
export type LegacyDay = {
  readonly symbol: string
  /** Start of the day, milliseconds since the epoch, UTC. */
  readonly time: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
  /** Base units. */
  readonly volume: string
  readonly average: string
  /** `close − open`. */
  readonly change: string
  readonly changePercent: string
}

const legacyDay = z
  .looseObject({
    pairSymbol: z.string(),
    time: epochMs,
    open: decimalText,
    high: decimalText,
    low: decimalText,
    close: decimalText,
    volume: decimalText,
    average: decimalText,
    dailyChangeAmount: decimalText,
    dailyChangePercentage: decimalText,
  })
  .transform(
    ({ pairSymbol, time, open, high, low, close, volume, average, ...rest }): LegacyDay => ({
      symbol: pairSymbol,
      time,
      open,
      high,
      low,
      close,
      volume,
      average,
      change: rest.dailyChangeAmount,
      changePercent: rest.dailyChangePercentage,
    }),
  )

const legacyInput = z.strictObject({ symbol: symbolInput, last: countInput(1000).optional() })

/** `GET /api/v2/ohlc`: daily candles of the main host, retired by the exchange in favour of `dailyCandles`. */
export const legacyOhlc: Endpoint<
  { readonly symbol: string; readonly last?: number | undefined },
  readonly LegacyDay[]
> = {
  name: 'legacyOhlc',
  ...READ,
  access: 'public',
  limits: ['server'],
  request(given) {
    const { symbol, last } = checkInput(legacyInput, given)
    return { path: '/api/v2/ohlc', query: { pairSymbol: symbol, last } }
  },
  read: (data) => readAnswer(z.array(legacyDay), data),
}
