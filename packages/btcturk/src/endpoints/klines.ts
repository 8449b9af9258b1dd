import { z } from 'zod'
import { checkInput, type Endpoint, READ, readAnswer } from '../rest/endpoint.ts'
import { seconds, symbolInput, timeInput } from '../wire/schemas.ts'

/** Candle intervals of the exchange: minutes, or a day, week or year. */
export const KLINE_RESOLUTIONS = [1, 5, 15, 30, 60, 240, '1D', '1W', '1Y'] as const

export type KlineResolution = (typeof KLINE_RESOLUTIONS)[number]

/**
 * Candles in columns of equal length. Finite doubles in the order in which the exchange sent them: so far always ascending
 * in time, each candle once, but that is not checked. `downloadCandles` of `@tezgah/btcturk/history` puts it right.
 */
export type Klines = {
  /** Open times, milliseconds since the epoch, UTC. */
  readonly time: readonly number[]
  readonly open: readonly number[]
  readonly high: readonly number[]
  readonly low: readonly number[]
  readonly close: readonly number[]
  /** Base units. */
  readonly volume: readonly number[]
}

export type KlinesInput = {
  readonly symbol: string
  readonly resolution: KlineResolution
  /** Candles that open in `[from, to]`, milliseconds since the epoch. The exchange counts whole seconds. */
  readonly from: number
  readonly to: number
}

/** A finite double, also where it was written with more digits than one holds. */
export const double: z.ZodType<number> = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
])

const column = z.array(double)

const answer = z
  .looseObject({ s: z.string().nullable(), t: z.array(seconds), o: column, h: column, l: column, c: column, v: column })
  .refine(
    ({ t, o, h, l, c, v }) => [o, h, l, c, v].every(({ length }) => length === t.length),
    'expected columns of equal length',
  )
  // Nothing found is no failure; a failure without candles must not pass for nothing found.
  .refine(
    ({ s, t }) => s === 'ok' || (t.length === 0 && (s === null || s === 'no_data')),
    'expected s to be ok, or null or no_data without candles',
  )

const input = z.strictObject({
  symbol: symbolInput,
  resolution: z.literal(KLINE_RESOLUTIONS, `one of ${KLINE_RESOLUTIONS.join(', ')}`),
  from: timeInput,
  to: timeInput,
})

/**
 * `GET /v1/klines/history` of the graph host. A minute without a trade has no candle; the last candle may be forming; an
 * unknown symbol and an empty range give no candles.
 */
export const klines: Endpoint<KlinesInput, Klines> = {
  name: 'klines',
  ...READ,
  host: 'graph',
  access: 'public',
  limits: ['graph'],
  hasEnvelope: false,
  request(given) {
    const { symbol, resolution, from, to } = checkInput(input, given)
    const query = { symbol, resolution, from: Math.ceil(from / 1000), to: Math.floor(to / 1000) }
    return { path: '/v1/klines/history', query }
  },
  read(data) {
    const { t, o, h, l, c, v } = readAnswer(answer, data)
    return { time: t, open: o, high: h, low: l, close: c, volume: v }
  },
}
