import { z } from 'zod'
import type { Klines, KlinesInput } from '../endpoints/klines.ts'
import { checkInput } from '../rest/endpoint.ts'
import type { CallOptions } from '../rest/transport.ts'
import { countInput, symbolInput, timeInput } from '../wire/schemas.ts'
import { CANDLE_INTERVALS, type CandleInterval } from './grid.ts'
import type { PageStore } from './page-store.ts'

/**
 * Asks the exchange for the candles that open in `[from, to]`, milliseconds since the epoch; `client.klines` does. It may
 * give fewer than there are, and must end when the signal of the call aborts.
 */
export type FetchKlines = (input: KlinesInput, call: CallOptions) => Promise<Klines>

/** The exchange's clock. */
export interface HistoryClock {
  /**
   * Milliseconds since the epoch. Where it is not known exactly, the earliest that it can be: too late a time would let a
   * forming candle in.
   */
  serverTime(): number | Promise<number>
}

/** Where a download stands. No number ever falls. */
export type DownloadProgress = {
  /** Pages done, of `pages`; `fromCache` of them without a request. */
  readonly done: number
  readonly pages: number
  readonly fromCache: number
  readonly requests: number
  /** Stored pages that were not whole and were downloaded anew. */
  readonly damaged: number
  /** Candles so far, and the time up to which they are known. Pages begin before `from` and end after `to`. */
  readonly candles: number
  readonly until: number
}

export type DownloadOptions = {
  readonly fetchKlines: FetchKlines
  readonly clock: HistoryClock
  /** The exchange's own spelling, such as `BTCTRY`. */
  readonly symbol: string
  readonly interval: CandleInterval
  /** Candles that open in `[from, to)`, milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** Where pages are kept; without it an interrupted download begins anew. */
  readonly cache?: PageStore | undefined
  /** Downloads also what is stored, and stores it anew. Default `false`. */
  readonly refresh?: boolean | undefined
  /** Candles that a page has room for, 1 to 10000. Default 1440. Pages of different length are different pages. */
  readonly pageCandles?: number | undefined
  /** A candle counts once it closed so long ago, milliseconds, 0 to 86400000. Default 180000: new ones come late. */
  readonly settleMs?: number | undefined
  /** Called before the first page and after each. What it throws ends the download. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const settleRange = 'whole milliseconds, 0 to 86400000'

const schema = z
  .object({
    symbol: symbolInput,
    interval: z.literal(CANDLE_INTERVALS, `one of ${CANDLE_INTERVALS.join(', ')}`),
    from: timeInput,
    to: timeInput,
    pageCandles: countInput(10_000).default(1440),
    settleMs: z.number(settleRange).int(settleRange).min(0, settleRange).max(86_400_000, settleRange).default(180_000),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'after from' })

export type CheckedOptions = Pick<DownloadOptions, 'symbol' | 'interval' | 'from' | 'to'> & {
  readonly pageCandles: number
  readonly settleMs: number
}

/** @throws BtcturkError `invalid_request` naming the option */
export function checkOptions(options: DownloadOptions): CheckedOptions {
  return checkInput(schema, options)
}
