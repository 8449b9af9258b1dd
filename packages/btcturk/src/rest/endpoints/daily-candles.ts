import { z } from 'zod'
import { seconds } from '../../wire/schema.ts'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { symbolInput, timeInput } from '../inputs.ts'
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

const day = z
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

const input = z.strictObject({ symbol: symbolInput, from: timeInput, to: timeInput })

export type DailyCandlesInput = {
  readonly symbol: string
  /** First and last day by their start, both included; milliseconds since the epoch, cut to seconds. */
  readonly from: number
  readonly to: number
}

/** `GET /v1/ohlcs` of the graph host: daily candles, the last of which may be forming. */
export const dailyCandles: Endpoint<DailyCandlesInput, readonly DailyCandle[]> = {
  name: 'dailyCandles',
  method: 'GET',
  host: 'graph',
  access: 'public',
  effect: 'read',
  lane: 'read',
  budgets: ['ohlcs', 'graph'],
  hasEnvelope: false,
  request(given) {
    const { symbol, from, to } = checkInput(input, given)
    const query = { pair: symbol, from: Math.ceil(from / 1000), to: Math.floor(to / 1000) }
    return { path: '/v1/ohlcs', query }
  },
  read: (data) => readAnswer(z.array(day), data),
}
