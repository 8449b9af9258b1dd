import { z } from 'zod'
import type { Level } from '../../wire/orders.ts'
import { decimalText, epochMs, idText } from '../../wire/schemas.ts'
import type {
  BookChangeMessage,
  BookMessage,
  ChartCandleMessage,
  LevelChange,
  MarketTrade,
  Ticker,
  TickerMessage,
  TickersMessage,
  TradeMessage,
  TradesMessage,
} from './messages.ts'

/** Text that a frame can be routed by. */
const name = z.string().min(1).max(64)

const positive = decimalText.refine((text) => typeof text === 'string' && text !== '0' && !text.startsWith('-'), {
  error: 'expected a decimal above zero',
})
const notNegative = decimalText.refine((text) => typeof text === 'string' && !text.startsWith('-'), {
  error: 'expected a decimal of zero or more',
})
const changeSet = z.int().nonnegative()
const takerSide = z
  .union([z.literal(0), z.literal(1)])
  .transform((code): 'buy' | 'sell' => (code === 1 ? 'buy' : 'sell'))

const eventOf = (payload: { readonly event?: string | undefined; readonly PS: string }): boolean =>
  payload.event === undefined || payload.event === payload.PS
const eventError = { error: 'expected the pair of PS', path: ['event'] }

const tickerFields = z.object({
  B: decimalText,
  A: decimalText,
  BA: decimalText.optional(),
  AA: decimalText.optional(),
  PS: name,
  H: decimalText,
  L: decimalText,
  LA: decimalText.optional(),
  La: decimalText.optional(),
  O: decimalText,
  V: decimalText,
  AV: decimalText,
  D: decimalText,
  DP: decimalText,
  DS: name,
  NS: name,
  PId: z.int().nonnegative(),
  event: z.string().optional(),
})
const lastPrice = (fields: { readonly LA?: string | undefined; readonly La?: string | undefined }): boolean =>
  fields.LA !== undefined || fields.La !== undefined
const lastPriceError = { error: 'expected a decimal', path: ['LA'] }

function toTicker(fields: z.infer<typeof tickerFields>): Ticker {
  return {
    symbol: fields.PS,
    bid: fields.B,
    ask: fields.A,
    bidQuantity: fields.BA ?? null,
    askQuantity: fields.AA ?? null,
    high: fields.H,
    low: fields.L,
    last: fields.LA ?? fields.La!,
    open: fields.O,
    volume: fields.V,
    average: fields.AV,
    change: fields.D,
    changePercent: fields.DP,
    base: fields.NS,
    quote: fields.DS,
    pairId: fields.PId,
  }
}

const tickerItem = tickerFields.refine(lastPrice, lastPriceError).transform(toTicker)

/** 402. */
export const tickerFrame: z.ZodType<TickerMessage> = tickerFields
  .refine(lastPrice, lastPriceError)
  .refine(eventOf, eventError)
  .transform((fields) => ({ kind: 'ticker', ...toTicker(fields) }))

/** 401. One pair that cannot be read does not hide the others. */
export const tickersFrame: z.ZodType<TickersMessage> = z
  .object({ items: z.array(z.unknown()) })
  .transform(({ items }) => {
    const read = items.map((item) => tickerItem.safeParse(item)).filter((result) => result.success)
    return { kind: 'tickers', items: read.map((result) => result.data), rejected: items.length - read.length }
  })

const tradeFields = z.object({ D: epochMs, I: idText, A: positive, P: positive, S: takerSide })

function toTrade(symbol: string, fields: z.infer<typeof tradeFields>): MarketTrade {
  return { symbol, id: fields.I, time: fields.D, side: fields.S, price: fields.P, quantity: fields.A }
}

/** 422. */
export const tradeFrame: z.ZodType<TradeMessage> = tradeFields
  .extend({ PS: name, event: z.string().optional() })
  .refine(eventOf, eventError)
  .transform((fields) => ({ kind: 'trade', ...toTrade(fields.PS, fields) }))

/** 421. */
export const tradesFrame: z.ZodType<TradesMessage> = z
  .object({ symbol: name, items: z.array(tradeFields).max(1000), event: z.string().optional() })
  .refine(({ event, symbol }) => event === undefined || event === symbol, eventError)
  .transform(({ symbol, items }) => ({ kind: 'trades', symbol, trades: items.map((item) => toTrade(symbol, item)) }))

const level = z.object({ A: positive, P: positive }).transform(({ A, P }): Level => ({ price: P, quantity: A }))

/** 431. */
export const bookFrame: z.ZodType<BookMessage> = z
  .object({
    CS: changeSet,
    PS: name,
    AO: z.array(level),
    BO: z.array(level),
    channel: z.enum(['orderbook', 'obdiff']).optional(),
    event: z.string().optional(),
  })
  .refine(eventOf, eventError)
  .transform(({ CS, PS, AO, BO, channel }) => ({
    kind: 'book',
    symbol: PS,
    channel: channel ?? null,
    changeSet: CS,
    asks: AO,
    bids: BO,
  }))

/** 0 changed, 1 new, 3 removed; a removed level still carries a quantity, which means nothing. */
const levelChange = z
  .union([
    z.object({ CP: z.union([z.literal(0), z.literal(1)]), P: positive, A: positive }),
    z.object({ CP: z.literal(3), P: positive, A: notNegative }),
  ])
  .transform(({ CP, P, A }): LevelChange => ({ price: P, quantity: A, removed: CP === 3 }))

/** 432. */
export const bookChangeFrame: z.ZodType<BookChangeMessage> = z
  .object({
    CS: changeSet,
    PS: name,
    AO: z.array(levelChange),
    BO: z.array(levelChange),
    channel: z.literal('obdiff').optional(),
    event: z.string().optional(),
  })
  .refine(eventOf, eventError)
  .transform(({ CS, PS, AO, BO }) => ({ kind: 'bookChange', symbol: PS, changeSet: CS, asks: AO, bids: BO }))

/** 428. Its time is in seconds, unlike that of every other frame. */
export const chartCandleFrame: z.ZodType<ChartCandleMessage> = z
  .object({
    D: epochMs,
    P: name,
    R: z.union([z.string().min(1).max(10), z.int().positive().transform(String)]),
    O: decimalText,
    H: decimalText,
    L: decimalText,
    C: decimalText,
    V: decimalText,
  })
  .transform(({ D, P, R, O, H, L, C, V }) => ({
    kind: 'chartCandle',
    symbol: P,
    resolution: R,
    time: D * 1000,
    open: O,
    high: H,
    low: L,
    close: C,
    volume: V,
  }))
