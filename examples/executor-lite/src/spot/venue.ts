import { createPublicClient, type PublicClient, type ServerTime } from '@tezgah/btcturk'
import { createSpotReader, type SpotMetrics, type SpotReader, type Ticker } from '@tezgah/btcturk/stream'
import { messageOf } from '@tezgah/core/describe'
import type { SpotView } from './price.ts'

/** Where an exchange is; absent: where BTCTurk is. */
export type VenueUrls = { readonly apiUrl?: string; readonly wsUrl?: string }

export type VenueDeps = {
  readonly source: 'btcturk' | 'simulator'
  readonly symbol: string
  readonly urls: VenueUrls
  readonly metrics: SpotMetrics
  /** Also called without a request: failures belong in the log. */
  readonly onError: (error: unknown) => void
}

/** Between two measurements of the clock, and after one that failed; in milliseconds. */
const CLOCK_MS = 120_000
const CLOCK_AGAIN_MS = 15_000

/** One exchange that is read: the ticker of one pair, and its clock. */
export class Venue {
  readonly #deps: VenueDeps
  readonly #client: PublicClient
  readonly #reader: SpotReader
  #ticker: { readonly value: Ticker; readonly at: number | null } | null = null
  #error: string | null = null
  #onTicker: (() => void) | null = null
  #clockTimer: NodeJS.Timeout | undefined
  #isClosed = false

  /** @throws BtcturkError `invalid_request` if the symbol is not spelt as the exchange spells it */
  constructor(deps: VenueDeps) {
    const { metrics, symbol, urls } = deps
    this.#deps = deps
    this.#client = createPublicClient(urls.apiUrl === undefined ? {} : { apiUrl: urls.apiUrl })
    const serverTime = () => this.clock()?.time ?? null
    const stream = urls.wsUrl === undefined ? {} : { url: urls.wsUrl }
    this.#reader = createSpotReader({ symbols: [symbol], stream, serverTime, metrics })
    this.#reader.on('ticker', (value) => this.#update(value))
    this.#reader.on('fault', ({ error }) => this.#failed(error))
    this.#reader.on('silent', ({ channel }) => this.#failed(new Error(`${symbol}: the channel ${channel} is silent`)))
    this.#reader.on('listenerError', (error) => this.#failed(error))
    this.#reader.stream.on('connection', ({ reason }) => {
      if (reason !== null) this.#failed(new Error(reason))
    })
  }

  open(): void {
    this.#reader.open()
    void this.#measureClock()
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#clockTimer)
    this.#reader.close()
    this.#onTicker?.()
  }

  /** The exchange's clock; `null` where it is not known. */
  clock(): ServerTime | null {
    return this.#client.serverClock()
  }

  get isLive(): boolean {
    return this.#reader.read(this.#deps.symbol).ticker.isFresh
  }

  /** True as soon as a price came; false where none did within so many milliseconds. */
  async becomesLive(withinMs: number): Promise<boolean> {
    if (this.isLive) return true
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs).unref()
      this.#onTicker = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#onTicker = null
    return !this.#isClosed && this.isLive
  }

  read(now: number): SpotView {
    const { source, symbol } = this.#deps
    const { isFresh, ageMs } = this.#reader.read(symbol).ticker
    const { value, at } = this.#ticker ?? { value: null, at: null }
    const { bid = null, ask = null, change = null, last = null } = value ?? {}
    const clock = this.clock()
    return {
      source,
      state: isFresh ? 'live' : value === null ? 'connecting' : 'stale',
      symbol,
      ...{ last, bid, ask, change, at },
      ageMs: ageMs === null ? null : Math.round(ageMs),
      clock: clock === null ? null : { offsetMs: clock.time - now, boundMs: clock.errorMs },
      reconnects: this.#reader.stream.reconnects,
      error: isFresh ? null : this.#error,
    }
  }

  #update(value: Ticker): void {
    const time = this.clock()?.time
    this.#ticker = { value, at: time === undefined ? null : Math.round(time) }
    this.#error = null
    this.#onTicker?.()
  }

  #failed(error: unknown): void {
    if (this.#isClosed) return
    this.#error = messageOf(error)
    this.#deps.onError(error)
  }

  async #measureClock(): Promise<void> {
    const isKnown = await this.#client.syncClock().then(
      (time) => time !== null,
      (error: unknown) => {
        this.#failed(error)
        return false
      },
    )
    if (this.#isClosed) return
    this.#clockTimer = setTimeout(() => void this.#measureClock(), isKnown ? CLOCK_MS : CLOCK_AGAIN_MS).unref()
  }
}
