import { invalidRequest } from '../../errors.ts'
import { type Cancel, type Clock, systemPorts, type Timers } from '../../ports.ts'
import type { FetchBook } from '../book/book-checker.ts'
import { createOrderBook } from '../book/order-book.ts'
import { BoundedBuffer, type BufferPolicy } from '../bounded-buffer.ts'
import type { ChannelEvent } from '../channels/subscription.ts'
import type { ConnectionEvent } from '../connection/reconnecting-connection.ts'
import type { StreamOptions } from '../options.ts'
import { ReportingEmitter } from '../reporting-emitter.ts'
import { createStream, type Stream } from '../stream.ts'
import type { SpotChannel, SpotEvents, SpotMetrics, SpotReading } from './spot-events.ts'
import { SymbolState } from './symbol-state.ts'

const CHECK_MS = 1000
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const MAX_SYMBOLS = 500

export type SpotReaderOptions = {
  /** As the exchange spells them: `BTCTRY`. At least one, each once. */
  readonly symbols: readonly string[]
  /** Length of the candles, 1000 to 86,400,000 milliseconds. Default one minute. */
  readonly intervalMs?: number
  /** A stream that others use as well, opened and closed by its owner; or how to make one. */
  readonly stream?: Stream | StreamOptions
  /** Where books can be had over REST, to compare with: `(symbol) => client.orderBook({ symbol })`. */
  readonly fetchBook?: FetchBook
  /** The exchange's time in milliseconds since the epoch. The wall clock where it is left out or gives `null`. */
  readonly serverTime?: () => number | null
  readonly metrics?: SpotMetrics
  readonly ports?: { readonly clock?: Clock; readonly timers?: Timers }
}

/**
 * Reads tickers, trades, books and the candle of the present interval of some pairs, and says at any moment which of them can
 * be called present. Connects on `open`.
 *
 * @throws BtcturkError `invalid_request`, with `field`
 */
export function createSpotReader(options: SpotReaderOptions): SpotReader {
  return new SpotReader(options)
}

/** See `createSpotReader`. */
export class SpotReader {
  readonly stream: Stream
  readonly #ownsStream: boolean
  readonly #symbols = new Map<string, SymbolState>()
  readonly #emitter: ReportingEmitter<SpotEvents>
  readonly #metrics: SpotMetrics | null
  readonly #timers: Timers
  readonly #undo: Cancel[] = []
  readonly #buffers = new Set<{ end(): void }>()
  #cancelCheck: Cancel | null = null
  #lostBecause: string | null = null

  /** @internal use `createSpotReader` */
  constructor(options: SpotReaderOptions) {
    const { symbols, intervalMs = MINUTE_MS, stream = {}, metrics = null } = options
    checkSymbols(symbols)
    if (!Number.isInteger(intervalMs) || intervalMs < 1000 || intervalMs > DAY_MS) {
      throw invalidRequest('intervalMs', `a whole number from 1000 to ${DAY_MS}`, intervalMs)
    }
    const { clock, timers } = { ...systemPorts(), ...options.ports }
    this.#ownsStream = !isStream(stream)
    this.stream = isStream(stream) ? stream : createStream({ ...stream, ports: { clock, timers, ...stream.ports } })
    this.#timers = timers
    this.#metrics = metrics
    this.#emitter = new ReportingEmitter(timers)
    for (const symbol of symbols) this.#add(symbol, intervalMs, options, clock, timers)
    this.#listen()
    // On a stream that others use, the first frame may have come before.
    for (const symbol of symbols) this.stream.rejoin({ channel: 'trade', symbol })
  }

  /** Starts watching, and opens the stream where it is the reader's own. */
  open(): void {
    this.#cancelCheck ??= this.#timers.after(CHECK_MS, () => this.#check())
    if (this.#ownsStream) this.stream.open()
  }

  /** Ends the subscriptions and iterations, for good, and the stream where it is the reader's own. */
  close(): void {
    this.#cancelCheck?.()
    for (const undo of this.#undo.splice(0)) undo()
    for (const buffer of [...this.#buffers]) buffer.end()
    if (this.#ownsStream) this.stream.close()
  }

  /**
   * What is known of the pair at this moment.
   *
   * @throws BtcturkError `invalid_request` if it is none of the reader's pairs
   */
  read(symbol: string): SpotReading {
    const found = this.#symbols.get(symbol)
    if (found === undefined) throw invalidRequest('symbol', `one of ${[...this.#symbols.keys()].join(', ')}`, symbol)
    return found.read()
  }

  /** @returns takes the listener away again */
  on<Name extends keyof SpotEvents>(name: Name, listener: (event: SpotEvents[Name]) => void): Cancel {
    return this.#emitter.on(name, listener)
  }

  /** Iterates over events until it is left by `break`, or the reader is closed. Throws `overloaded` where the policy says so. */
  events<Name extends keyof SpotEvents>(
    name: Name,
    policy: BufferPolicy,
  ): AsyncIterableIterator<SpotEvents[Name], void, void> {
    const buffer: BoundedBuffer<SpotEvents[Name]> = new BoundedBuffer<SpotEvents[Name]>(policy, () => {
      off()
      this.#buffers.delete(buffer)
    })
    const off = this.on(name, (event) => buffer.push(event))
    this.#buffers.add(buffer)
    return buffer
  }

  #add(symbol: string, intervalMs: number, options: SpotReaderOptions, clock: Clock, timers: Timers): void {
    const { stream } = this
    const { fetchBook } = options
    const book = createOrderBook({
      stream,
      symbol,
      ports: { clock, timers },
      ...(fetchBook === undefined ? {} : { fetchBook }),
    })
    const spot = new SymbolState({
      symbol,
      book,
      intervalMs,
      emitter: this.#emitter,
      monotonic: () => clock.monotonic(),
      now: () => clock.now(),
      serverTime: () => options.serverTime?.() ?? clock.now(),
      isConnectionFresh: () => stream.isFresh,
    })
    this.#symbols.set(symbol, spot)
    this.#undo.push(
      () => book.close(),
      book.on('update', (event) => this.#emitter.emit('book', event)),
      book.on('transition', (event) => this.#emitter.emit('bookState', event)),
      book.on('crossCheck', (event) => this.#emitter.emit('crossCheck', event)),
      stream.subscribe({ channel: 'ticker', symbol }, (ticker) => spot.ticker(ticker)),
      stream.subscribe({ channel: 'trade', symbol }, (message) => spot.trades(message)),
    )
  }

  #listen(): void {
    const { stream } = this
    this.#undo.push(
      stream.on('connection', (event) => this.#connection(event)),
      stream.on('channel', (event) => this.#channel(event)),
      stream.on('fault', (event) => {
        this.#emitter.emit('fault', event)
        this.#resubscribeTrades(event.key)
      }),
    )
    if (this.#metrics !== null) this.#measure(this.#metrics)
  }

  #connection({ state, reconnects, reason }: ConnectionEvent): void {
    if (state === 'open' && reconnects > 0) this.#emitter.emit('reconnect', { reconnects, reason: this.#lostBecause })
    if (state === 'waiting') this.#lostBecause = reason
    if (state !== 'open') for (const spot of this.#symbols.values()) spot.connectionLost()
  }

  #channel({ channel, state, attempts }: ChannelEvent): void {
    if (channel.channel === 'tickers' || channel.channel === 'tradeview' || channel.channel === 'orderbook') return
    const spot = this.#symbols.get(channel.symbol)
    if (spot === undefined) return
    if (channel.channel === 'trade') spot.tradeChannel(state)
    const { symbol } = channel
    const name: SpotChannel = channel.channel === 'obdiff' ? 'book' : channel.channel
    if (state === 'silent') this.#emitter.emit('silent', { symbol, channel: name, attempts })
  }

  /** A frame that could not be read may have been a trade: a join brings it again. */
  #resubscribeTrades(key: string | null): void {
    for (const symbol of this.#symbols.keys()) {
      if (key === null || key === `trade:${symbol}`) this.stream.rejoin({ channel: 'trade', symbol })
    }
  }

  #check(): void {
    this.#cancelCheck = this.#timers.after(CHECK_MS, () => this.#check())
    for (const spot of this.#symbols.values()) {
      const states = spot.checkFreshness()
      for (const channel of ['ticker', 'trade', 'book'] as const) {
        const { isFresh, ageMs } = states[channel]
        this.#metrics?.gauge('is_fresh', isFresh ? 1 : 0, { symbol: spot.symbol, channel })
        if (ageMs !== null) this.#metrics?.gauge('age_ms', ageMs, { symbol: spot.symbol, channel })
      }
    }
  }

  #measure(metrics: SpotMetrics): void {
    this.on('reconnect', () => metrics.count('reconnects', {}))
    this.on('fault', () => metrics.count('faults', {}))
    this.on('tradeGap', ({ symbol }) => metrics.count('trade_gaps', { symbol }))
    this.on('silent', ({ symbol }) => metrics.count('silent_joins', { symbol }))
    this.on('drift', ({ symbol, driftMs }) => metrics.gauge('drift_ms', driftMs, { symbol }))
    this.on('bookState', ({ symbol, to }) => {
      if (to === 'resyncing') metrics.count('book_resyncs', { symbol })
    })
  }
}

function isStream(value: Stream | StreamOptions): value is Stream {
  return 'subscribe' in value
}

function checkSymbols(symbols: readonly string[]): void {
  if (!Array.isArray(symbols) || symbols.length === 0 || symbols.length > MAX_SYMBOLS) {
    throw invalidRequest(
      'symbols',
      `a list of 1 to ${MAX_SYMBOLS} pairs`,
      Array.isArray(symbols) ? symbols.length : symbols,
    )
  }
  const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index)
  if (twice !== undefined) throw invalidRequest('symbols', 'a list without repetition', twice)
}
