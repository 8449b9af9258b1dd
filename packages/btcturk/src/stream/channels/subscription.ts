import { Backoff } from '@tezgah/core/backoff'
import type { Cancel, Clock, Random, Timers } from '../../ports.ts'
import type { StreamMessage } from '../frames/messages.ts'
import { addressOf, type Channel, type ChannelAddress, type ChannelName, keyOf } from './channel.ts'

/** A first frame takes 190 to 380 ms. */
const FIRST_FRAME_MS = 3000
const REJOIN_FIRST_MS = 250
const REJOIN_MAX_MS = 60_000
/** A channel that was in order for so long starts its waits anew. */
const SETTLED_MS = 10_000

/**
 * Silence, in milliseconds, after which a channel is joined anew: the first frame that every join brings proves that it lives,
 * also where a quiet market has nothing to say.
 */
export const IDLE_MS: Readonly<Record<ChannelName, number>> = {
  ticker: 5000,
  tickers: 5000,
  trade: 60_000,
  orderbook: 30_000,
  obdiff: 30_000,
  tradeview: 120_000,
}

/**
 * - `joining`: asked for, the first frame has not come
 * - `live`: its frames come
 * - `idle`: was live and fell silent; joined anew
 * - `silent`: asked for, and nothing came; asked for again after a wait that grows
 */
export type ChannelState = 'joining' | 'live' | 'idle' | 'silent'

export type ChannelEvent = {
  readonly channel: Channel
  readonly state: ChannelState
  /** Whether the exchange answered the subscription. It acknowledges pairs that do not exist, and then stays silent. */
  readonly isAcknowledged: boolean
  /** Joins in a row without a first frame. */
  readonly attempts: number
}

export type SubscriptionOptions = {
  readonly channel: Channel
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly idleMs: number
  readonly send: (address: ChannelAddress, join: boolean) => void
  readonly onState: (event: ChannelEvent) => void
}

/** Keeps one channel joined while the connection is open. */
export class Subscription {
  readonly channel: Channel
  readonly key: string
  readonly #address: ChannelAddress
  readonly #options: SubscriptionOptions
  readonly #backoff: Backoff
  #state: ChannelState = 'joining'
  #isAcknowledged = false
  #attempts = 0
  #dataAt = 0
  #liveSince = 0
  #cancel: Cancel | null = null

  /** @throws BtcturkError `invalid_request` if the symbol is not spelt as the exchange spells it */
  constructor(options: SubscriptionOptions) {
    this.channel = options.channel
    this.#address = addressOf(options.channel)
    this.key = keyOf(this.#address)
    this.#options = options
    this.#backoff = new Backoff({ random: options.random, firstMs: REJOIN_FIRST_MS, maxMs: REJOIN_MAX_MS })
  }

  get state(): ChannelState {
    return this.#state
  }

  get attempts(): number {
    return this.#attempts
  }

  /** A connection was opened. */
  join(): void {
    this.#attempts = 0
    this.#backoff.reset()
    this.#join()
  }

  /** Asks for the first frame again, soon. Does nothing where one is awaited already. */
  rejoin(): void {
    if (this.#state !== 'live') return
    if (this.#options.clock.monotonic() - this.#liveSince > SETTLED_MS) this.#backoff.reset()
    this.#enter('joining')
    this.#after(this.#backoff.next(), () => this.#joinAnew())
  }

  /** The connection is gone. */
  suspend(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#state = 'joining'
  }

  leave(): void {
    this.suspend()
    this.#options.send(this.#address, false)
  }

  /** Makes the exchange answer something: a second join is refused and changes nothing. */
  probe(): void {
    this.#options.send(this.#address, true)
  }

  acknowledged(): void {
    this.#isAcknowledged = true
  }

  received(message: StreamMessage): void {
    this.#dataAt = this.#options.clock.monotonic()
    if (this.#state === 'live') return
    // Changes of a book are worth nothing before its snapshot.
    if (message.kind === 'bookChange') return
    this.#attempts = 0
    this.#liveSince = this.#dataAt
    this.#enter('live')
    this.#after(this.#options.idleMs, () => this.#checkIdle())
  }

  #join(): void {
    this.#isAcknowledged = false
    this.#attempts++
    if (this.#state !== 'idle') this.#enter('joining')
    this.#after(FIRST_FRAME_MS, () => this.#onJoinTimeout())
    this.#options.send(this.#address, true)
  }

  #joinAnew(): void {
    this.#options.send(this.#address, false)
    this.#join()
  }

  #onJoinTimeout(): void {
    this.#after(this.#backoff.next(), () => this.#joinAnew())
    this.#enter('silent')
  }

  /** One timer for many frames: where something came meanwhile, it waits for the rest. */
  #checkIdle(): void {
    const restMs = this.#dataAt + this.#options.idleMs - this.#options.clock.monotonic()
    if (restMs > 0) {
      this.#after(restMs, () => this.#checkIdle())
      return
    }
    this.#enter('idle')
    this.#joinAnew()
  }

  #after(delayMs: number, callback: () => void): void {
    this.#cancel?.()
    this.#cancel = this.#options.timers.after(delayMs, callback)
  }

  #enter(state: ChannelState): void {
    this.#state = state
    this.#options.onState({
      channel: this.channel,
      state,
      isAcknowledged: this.#isAcknowledged,
      attempts: this.#attempts,
    })
  }
}
