import { z } from 'zod'
import { decimalText, epochMs } from '../../wire/schema.ts'
import { checkInput, type Endpoint, readAnswer } from '../endpoint.ts'
import { countInput, symbolInput } from '../inputs.ts'

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

const day = z
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

const input = z.strictObject({ symbol: symbolInput, last: countInput(1000).optional() })

/** `GET /api/v2/ohlc`: daily candles of the main host, retired by the exchange in favour of `dailyCandles`. */
export const legacyOhlc: Endpoint<
  { readonly symbol: string; readonly last?: number | undefined },
  readonly LegacyDay[]
> = {
  name: 'legacyOhlc',
  method: 'GET',
  host: 'api',
  access: 'public',
  effect: 'read',
  lane: 'read',
  budgets: ['server'],
  hasEnvelope: true,
  request(given) {
    const { symbol, last } = checkInput(input, given)
    return { path: '/api/v2/ohlc', query: { pairSymbol: symbol, last } }
  },
  read: (data) => readAnswer(z.array(day), data),
}
