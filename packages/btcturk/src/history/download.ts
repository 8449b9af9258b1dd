import { BtcturkError, invalidRequest, isBtcturkError } from '../errors.ts'
import type { PublicClient } from '../public-client.ts'
import { type DiscardedCandle, NO_REPAIRS, type Repairs } from './clean.ts'
import { type Candles, joinColumns, sliceColumns } from './columns.ts'
import { addRepairs, fetchRange } from './fetch-range.ts'
import { findGaps, type Gap, type Grid, gridOf, type Page, type Plan, planPages, type TimeRange } from './grid.ts'
import { type CheckedOptions, checkOptions, type DownloadOptions } from './options.ts'
import { decodePage, encodePage, type PageKey, pageName, type StoredPage } from './page-codec.ts'

/** The part of a client that a download uses. */
export type HistoryClient = Pick<PublicClient, 'klines' | 'serverClock' | 'syncClock'>

/** What `downloadCandles` needs of the exchange, from a client: `downloadCandles({ ...exchangeHistory(client), … })`. */
export function exchangeHistory(client: HistoryClient): Pick<DownloadOptions, 'fetchKlines' | 'clock'> {
  return {
    fetchKlines: (input, call) => client.klines(input, call),
    clock: {
      async serverTime() {
        const known = client.serverClock() ?? (await client.syncClock())
        if (known !== null) return known.time - known.errorMs
        throw new BtcturkError(
          'clock_unknown',
          'the local clock was changed during the measurement; server time is unknown',
          { outcome: 'not_sent' },
        )
      },
    },
  }
}

/** Most candles of one download: what a series of the engine holds. */
const MAX_CANDLES = 50_000_000

/** The longest wait for the rate limit that the client allows: the chart host's own limit is counted in ten minutes. */
const MAX_WAIT_MS = 600_000

export type DamagedPage = { readonly name: string; readonly reason: string }

export type CandleDownload = {
  readonly candles: Candles
  /** What the candles and gaps are about: `[from, to)`. It ends before the `to` that was asked for where that is not over. */
  readonly from: number
  readonly to: number
  /** Where the exchange has no candle, ascending. */
  readonly gaps: readonly Gap[]
  readonly discarded: readonly DiscardedCandle[]
  /** What was put right in the answers of this download; pages from the cache were put right before. */
  readonly repairs: Repairs
  /** Stored pages that were not whole and were downloaded anew. */
  readonly damaged: readonly DamagedPage[]
  readonly pages: number
  readonly fromCache: number
  readonly requests: number
}

/**
 * Downloads candles page by page. What a page has is kept in the cache as soon as it is complete, so the same download
 * after a failure or an abort goes on where it ended. The forming candle, and those that closed within `settleMs`, are not
 * asked for.
 *
 * A gap is only where the exchange, asked for it, had nothing. It answers an unknown symbol in the same way, so a download
 * without a single candle may be about a symbol that does not exist.
 *
 * @throws BtcturkError `invalid_request` naming an option; `aborted`; `malformed` for an answer from which nothing can be
 *   concluded; errors of `fetchKlines`, of the clock and of the cache are thrown as they are
 */
export async function downloadCandles(options: DownloadOptions): Promise<CandleDownload> {
  const checked = checkOptions(options)
  throwIfAborted(options.signal)
  const grid = gridOf(checked.interval)
  const closedBy = (await options.clock.serverTime()) - checked.settleMs
  if (!Number.isFinite(closedBy)) throw invalidRequest('clock.serverTime()', 'a time in milliseconds', closedBy)
  const places = (Math.min(checked.to, closedBy) - checked.from) / grid.step
  if (places > MAX_CANDLES) throw invalidRequest('to', `at most ${MAX_CANDLES} candles after from`, checked.to)
  const plan = planPages(grid, { ...checked, closedBy })
  return await new Download(options, checked, grid, plan).run()
}

class Download {
  readonly #options: DownloadOptions
  readonly #checked: CheckedOptions
  readonly #grid: Grid
  readonly #plan: Plan
  readonly #damaged: DamagedPage[] = []
  #repairs = NO_REPAIRS
  #fromCache = 0
  #requests = 0
  #candles = 0

  constructor(options: DownloadOptions, checked: CheckedOptions, grid: Grid, plan: Plan) {
    this.#options = options
    this.#checked = checked
    this.#grid = grid
    this.#plan = plan
  }

  async run(): Promise<CandleDownload> {
    const { from, to, pages } = this.#plan
    const done: StoredPage[] = []
    this.#report(0, from)
    for (const page of pages) {
      throwIfAborted(this.#options.signal)
      const loaded = await this.#load(page)
      done.push(loaded)
      this.#candles += loaded.candles.time.length
      this.#report(done.length, loaded.until)
    }
    const columns = sliceColumns(joinColumns(done.map(({ candles }) => candles)), from, to)
    const { symbol, interval } = this.#checked
    return {
      candles: { symbol, interval, length: columns.time.length, ...columns },
      from,
      to,
      gaps: findGaps(columns.time, this.#plan, this.#grid),
      discarded: done.flatMap(({ discarded }) => discarded).filter(({ time }) => time >= from && time < to),
      repairs: this.#repairs,
      damaged: this.#damaged,
      pages: pages.length,
      fromCache: this.#fromCache,
      requests: this.#requests,
    }
  }

  /** A page from the cache as far as it is there, and the rest from the exchange. */
  async #load(page: Page): Promise<StoredPage> {
    const { symbol, interval } = this.#checked
    const key = { symbol, interval, from: page.from, to: page.to }
    const stored = this.#options.refresh === true ? null : await this.#read(key)
    if (stored !== null && stored.until >= page.required) {
      this.#fromCache++
      return stored
    }
    const rest = { from: stored?.until ?? page.from, to: page.reach }
    const { candles, discarded, repairs } = await fetchRange((span) => this.#ask(span), rest, this.#grid)
    this.#repairs = addRepairs(this.#repairs, repairs)
    const whole = {
      candles: stored === null ? candles : joinColumns([stored.candles, candles]),
      discarded: [...(stored?.discarded ?? []), ...discarded],
      until: page.reach,
    }
    await this.#options.cache?.write(pageName(key), encodePage(key, whole))
    return whole
  }

  async #read(key: PageKey): Promise<StoredPage | null> {
    const name = pageName(key)
    const bytes = (await this.#options.cache?.read(name)) ?? null
    if (bytes === null) return null
    const reading = decodePage(key, bytes)
    if (reading.isWhole) return reading.page
    this.#damaged.push({ name, reason: reading.reason })
    return null
  }

  async #ask({ from, to }: TimeRange) {
    const { fetchKlines, signal } = this.#options
    throwIfAborted(signal)
    // The exchange takes both ends in. The last moment of the last candle would do as well if it left the end out.
    const input = { symbol: this.#checked.symbol, resolution: this.#grid.resolution, from, to: to - 1 }
    this.#requests++
    try {
      return await fetchKlines(input, { maxWaitMs: MAX_WAIT_MS, ...(signal === undefined ? {} : { signal }) })
    } catch (error) {
      if (!isBtcturkError(error)) throwIfAborted(signal)
      throw error
    }
  }

  #report(done: number, until: number): void {
    this.#options.onProgress?.({
      done,
      pages: this.#plan.pages.length,
      fromCache: this.#fromCache,
      requests: this.#requests,
      damaged: this.#damaged.length,
      candles: this.#candles,
      until,
    })
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  // Reading leaves no trace at the exchange, so a request under way changed nothing.
  throw new BtcturkError('aborted', 'the download was aborted', { outcome: 'not_sent', cause: signal.reason })
}
