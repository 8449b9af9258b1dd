import type { ServerTime } from '@tezgah/btcturk'
import type { SpotMetrics } from '@tezgah/btcturk/stream'
import { messageOf } from '@tezgah/core/describe'
import { noPriceFeed, type PriceFeed, type SpotView } from './price.ts'
import type { VenueUrls } from './venue.ts'

export const SPOT_SOURCES = ['off', 'simulator', 'btcturk', 'auto'] as const

export type SpotOptions = {
  /** `auto`: BTCTurk, and for as long as it cannot be read the simulator. */
  readonly source: (typeof SPOT_SOURCES)[number]
  readonly symbol: string
  readonly metrics: { readonly stream: SpotMetrics; readonly setClock: (time: ServerTime | null) => void }
  /** Called with an error, and with the same one again after ten minutes; none of them ends anything. */
  readonly onError: (error: unknown) => void
  /** Default: where BTCTurk is. */
  readonly exchange?: VenueUrls
  /** Default 8,000 milliseconds until the simulator is shown, and 60,000 from one attempt at BTCTurk to the next. */
  readonly patience?: { readonly giveUpMs: number; readonly againMs: number }
  readonly now?: () => number
}

const CLOCK_METRIC_MS = 5_000
/** An exchange that cannot be reached fails again and again. */
const SAME_ERROR_MS = 600_000
const MAX_ERRORS = 50

/** Begins to read the spot price without waiting; `read` reports failures. */
export function openPriceFeed(options: SpotOptions): PriceFeed {
  return options.source === 'off' ? noPriceFeed(options.symbol) : new MarketPriceFeed(options, options.source)
}

/** What is loaded only where a price is read. */
const loadVenue = () => import('./venue.ts')
type Venue = InstanceType<Awaited<ReturnType<typeof loadVenue>>['Venue']>
/** A venue, and what ends it. */
type Opened = { readonly venue: Venue; readonly close: () => Promise<void> }

class MarketPriceFeed implements PriceFeed {
  readonly #options: SpotOptions
  readonly #source: 'simulator' | 'btcturk' | 'auto'
  readonly #now: () => number
  readonly #clockTimer: NodeJS.Timeout
  /** The one that is shown. */
  #shown: Opened | null = null
  #error: string | null = null
  /** When each error was last logged. */
  readonly #toldAt = new Map<string, number>()
  readonly #open = new Set<Opened>()
  #againTimer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor(options: SpotOptions, source: Exclude<SpotOptions['source'], 'off'>) {
    this.#options = options
    this.#source = source
    this.#now = options.now ?? Date.now
    this.#clockTimer = setInterval(() => options.metrics.setClock(this.#shown?.venue.clock() ?? null), CLOCK_METRIC_MS)
    this.#clockTimer.unref()
    void this.#guarded(() => this.#begin())
  }

  read(): SpotView {
    const view = this.#shown?.venue.read(this.#now())
    if (view !== undefined) return view
    const source = this.#source === 'simulator' ? 'simulator' : 'btcturk'
    return { ...noPriceFeed(this.#options.symbol).read(), source, error: this.#error }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#clockTimer)
    clearTimeout(this.#againTimer)
    await Promise.all([...this.#open].map((one) => one.close()))
  }

  async #begin(): Promise<void> {
    if (this.#source === 'simulator') return this.#show(await this.#openSimulator())
    const btcturk = await this.#openBtcturk()
    await this.#show(btcturk)
    if (this.#source === 'btcturk' || this.#isClosed) return
    if (await btcturk.venue.becomesLive(this.#patience.giveUpMs)) return
    if (this.#isClosed) return
    await this.#show(await this.#openSimulator())
    this.#tryAgainLater()
  }

  get #patience(): NonNullable<SpotOptions['patience']> {
    return this.#options.patience ?? { giveUpMs: 8_000, againMs: 60_000 }
  }

  #tryAgainLater(): void {
    if (this.#isClosed) return
    this.#againTimer = setTimeout(() => void this.#guarded(() => this.#tryAgain()), this.#patience.againMs).unref()
  }

  async #tryAgain(): Promise<void> {
    const btcturk = await this.#openBtcturk()
    if (await btcturk.venue.becomesLive(this.#patience.giveUpMs)) return this.#show(btcturk)
    await btcturk.close()
    this.#tryAgainLater()
  }

  async #openBtcturk(): Promise<Opened> {
    return this.#openVenue('btcturk', this.#options.exchange ?? {}, async () => {})
  }

  async #openSimulator(): Promise<Opened> {
    const { startSimulator } = await import('./simulated.ts')
    const simulator = await startSimulator(this.#options.symbol)
    const { restUrl, wsUrl } = simulator
    return this.#openVenue('simulator', { apiUrl: restUrl, wsUrl }, () => simulator.close())
  }

  /** @param end - what lies behind the venue, closed after it */
  async #openVenue(source: 'btcturk' | 'simulator', urls: VenueUrls, end: () => Promise<void>): Promise<Opened> {
    const { Venue } = await loadVenue()
    const { metrics, symbol } = this.#options
    const onError = (error: unknown) => this.#tell(error)
    // Only what is shown is measured: an attempt beside it is no freshness of the price.
    const isShown = () => this.#shown === opened
    const measured: SpotMetrics = {
      count: (name, labels) => isShown() && metrics.stream.count(name, labels),
      gauge: (name, value, labels) => isShown() && metrics.stream.gauge(name, value, labels),
    }
    const venue = new Venue({ source, symbol, urls, metrics: measured, onError })
    const opened: Opened = {
      venue,
      close: async () => {
        this.#open.delete(opened)
        venue.close()
        await end()
      },
    }
    this.#open.add(opened)
    // Closed meanwhile: `close` did not see this one.
    if (this.#isClosed) await opened.close()
    else venue.open()
    return opened
  }

  async #show(next: Opened): Promise<void> {
    const before = this.#shown
    this.#shown = next
    await before?.close()
  }

  /** Nothing that goes wrong here may end the service. */
  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#error = messageOf(error)
      this.#tell(error)
      if (this.#source === 'auto') this.#tryAgainLater()
    }
  }

  #tell(error: unknown): void {
    const message = String(error)
    const now = this.#now()
    if (now - (this.#toldAt.get(message) ?? Number.NEGATIVE_INFINITY) < SAME_ERROR_MS) return
    // Messages are few; should one of them hold something that changes, they must not fill the memory.
    if (this.#toldAt.size >= MAX_ERRORS) this.#toldAt.clear()
    this.#toldAt.set(message, now)
    this.#options.onError(error)
  }
}
