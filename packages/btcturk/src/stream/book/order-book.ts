import { invalidRequest } from '../../errors.ts'
import { type Cancel, type Clock, systemPorts, type Timers } from '../../ports.ts'
import type { ChannelEvent } from '../channels/subscription.ts'
import type { BookChangeMessage, BookMessage } from '../frames/messages.ts'
import { ReportingEmitter } from '../reporting-emitter.ts'
import type { Stream } from '../stream.ts'
import { BookChecker, type CrossCheckEvent, type FetchBook } from './book-checker.ts'
import type { BookReading, BookState, BookTransition } from './book-state.ts'
import { LocalBook } from './local-book.ts'

const CROSS_CHECK_MS = 60_000

export type OrderBookOptions = {
  readonly stream: Stream
  readonly symbol: string
  /** Where the same book can be had over REST: a live book is compared with it. Not compared where left out. */
  readonly fetchBook?: FetchBook
  /** Milliseconds between comparisons, 3,000 or more. Default 60,000. */
  readonly crossCheckMs?: number
  readonly ports?: { readonly clock?: Clock; readonly timers?: Timers }
}

export type OrderBookEvents = {
  /** The book went into another state, or into `resyncing` again. */
  transition: BookTransition
  /** A live book changed. */
  update: { readonly symbol: string; readonly changeSet: number }
  crossCheck: CrossCheckEvent
  /** What a listener threw. Without a listener for it, it is thrown from a timer. */
  listenerError: unknown
}

/**
 * Keeps a copy of the exchange's book of a pair on a stream, and repairs it. The stream has to be opened by its owner.
 *
 * @throws BtcturkError `invalid_request`, with `field`
 */
export function createOrderBook(options: OrderBookOptions): OrderBook {
  return new OrderBook(options)
}

/** See `createOrderBook`. */
export class OrderBook {
  readonly symbol: string
  readonly #stream: Stream
  readonly #book: LocalBook
  readonly #checker: BookChecker | null
  readonly #emitter: ReportingEmitter<OrderBookEvents>
  readonly #undo: readonly Cancel[]
  #isSocketStale = false
  #isChannelStale = false

  /** @internal use `createOrderBook` */
  constructor(options: OrderBookOptions) {
    const { stream, symbol } = options
    const { clock, timers } = { ...systemPorts(), ...options.ports }
    this.symbol = symbol
    this.#stream = stream
    this.#emitter = new ReportingEmitter(timers)
    this.#book = new LocalBook({
      symbol,
      monotonic: () => clock.monotonic(),
      onTransition: (transition) => this.#changed(transition),
    })
    this.#undo = [
      stream.subscribe({ channel: 'obdiff', symbol }, (message) => this.#received(message)),
      stream.on('connection', ({ state }) => this.#connection(state === 'open')),
      stream.on('fault', ({ key }) => {
        if (key === null || key === `obdiff:${symbol}`) this.#book.invalidate('malformed')
      }),
      stream.on('stale', ({ isStale }) => this.#setStale(isStale, this.#isChannelStale)),
      stream.on('channel', (event) => this.#channel(event)),
    ]
    this.#checker = this.#createChecker(options, timers)
    if (stream.state !== 'open') return
    this.#book.subscribed()
    // Where the channel was joined already, its snapshot is gone.
    this.#rejoin()
  }

  get state(): BookState {
    return this.read(1).state
  }

  /** How often a price was removed that was not held. */
  get unknownRemovals(): number {
    return this.#book.unknownRemovals
  }

  /**
   * The book as it is known at this moment: with levels only where it is `live`.
   *
   * @param depth - levels a side, 1 or more; all where left out
   * @throws BtcturkError `invalid_request` if `depth` is out of its range
   */
  read(depth?: number): BookReading {
    const reading = this.#book.read(depth)
    if (reading.state !== 'live' || this.#stream.isFresh) return reading
    return { state: 'stale', symbol: this.symbol, reason: 'silent_socket', sinceMs: 0, ageMs: reading.ageMs }
  }

  /** @returns takes the listener away again */
  on<Name extends keyof OrderBookEvents>(name: Name, listener: (event: OrderBookEvents[Name]) => void): Cancel {
    return this.#emitter.on(name, listener)
  }

  /** Leaves the channel, for good. The stream stays as it is. */
  close(): void {
    for (const undo of this.#undo) undo()
    this.#checker?.close()
    this.#book.disconnected()
  }

  #createChecker(options: OrderBookOptions, timers: Timers): BookChecker | null {
    const { fetchBook, crossCheckMs: intervalMs = CROSS_CHECK_MS, symbol } = options
    if (!(intervalMs >= 3000 && intervalMs <= 86_400_000)) {
      throw invalidRequest('crossCheckMs', 'from 3000 to 86400000', intervalMs)
    }
    if (fetchBook === undefined) return null
    const onResult = (event: CrossCheckEvent): void => {
      this.#emitter.emit('crossCheck', event)
      if (event.verdict === 'diverged') this.#book.invalidate('diverged')
    }
    return new BookChecker({ symbol, fetchBook, intervalMs, timers, read: () => this.read(), onResult })
  }

  #connection(isOpen: boolean): void {
    this.#isSocketStale = false
    this.#isChannelStale = false
    if (isOpen) this.#book.subscribed()
    else this.#book.disconnected()
  }

  #received(message: BookMessage | BookChangeMessage): void {
    this.#isChannelStale = false
    if (message.kind === 'book') this.#book.snapshot(message)
    else this.#book.change(message)
    const { symbol, changeSet } = message
    if (this.#book.state === 'live') this.#emitter.emit('update', { symbol, changeSet })
  }

  #channel({ channel, state }: ChannelEvent): void {
    if (channel.channel !== 'obdiff' || channel.symbol !== this.symbol) return
    if (state === 'idle' || state === 'silent') this.#setStale(this.#isSocketStale, true)
  }

  #setStale(socket: boolean, channel: boolean): void {
    this.#isSocketStale = socket
    this.#isChannelStale = channel
    if (socket) this.#book.markStale('silent_socket')
    else if (channel) this.#book.markStale('silent_channel')
    else this.#book.markFresh()
  }

  #changed(transition: BookTransition): void {
    this.#checker?.reset()
    this.#emitter.emit('transition', transition)
    if (transition.to === 'resyncing') this.#rejoin()
  }

  #rejoin(): void {
    this.#stream.rejoin({ channel: 'obdiff', symbol: this.symbol })
  }
}
