import { Emitter } from '@tezgah/core/emitter'
import type { Cancel, Clock, Random, Timers } from '../../ports.ts'
import type { ResultMessage, StreamMessage } from '../frames/messages.ts'
import {
  addressOf,
  type Channel,
  type ChannelAddress,
  type ChannelName,
  keyOf,
  keyOfMessage,
  type MessageOn,
} from './channel.ts'
import { type ChannelEvent, Subscription } from './subscription.ts'

/** Failed joins after which a channel no longer speaks for the connection. */
const MAX_JOIN_TIMEOUTS = 2

export type SubscriptionsOptions = {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  /** Milliseconds of silence after which a channel is joined again. */
  readonly idleMs: Readonly<Record<ChannelName, number>>
}

export type SubscriptionsHandlers = {
  readonly isOpen: () => boolean
  readonly send: (address: ChannelAddress, join: boolean) => void
  readonly onState: (event: ChannelEvent) => void
  /** Every channel is silent, time and again, on a connection that is alive. */
  readonly onAllTimedOut: () => void
  readonly onListenerError: (error: unknown) => void
}

type Entry = { readonly subscription: Subscription; listeners: number }

/** The channels that have listeners, each joined once however many there are. */
export class Subscriptions {
  readonly #settings: SubscriptionsOptions
  readonly #handlers: SubscriptionsHandlers
  readonly #entries = new Map<string, Entry>()
  readonly #emitter: Emitter<Record<string, unknown>>

  constructor(settings: SubscriptionsOptions, handlers: SubscriptionsHandlers) {
    this.#settings = settings
    this.#handlers = handlers
    this.#emitter = new Emitter(handlers.onListenerError)
  }

  add<C extends Channel>(channel: C, listener: (message: MessageOn<C>) => void): Cancel {
    const key = keyOf(addressOf(channel))
    const entry = this.#entries.get(key) ?? this.#create(channel, key)
    entry.listeners++
    // The key stands for the channel, and only messages of the channel are emitted under it.
    const off = this.#emitter.on(key, listener as (message: unknown) => void)
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      off()
      entry.listeners--
      if (entry.listeners > 0) return
      this.#entries.delete(key)
      entry.subscription.leave()
    }
  }

  /** A connection was opened. */
  joinAll(): void {
    for (const { subscription } of [...this.#entries.values()]) subscription.join()
  }

  suspendAll(): void {
    for (const { subscription } of this.#entries.values()) subscription.suspend()
  }

  rejoin(channel: Channel): void {
    this.#entries.get(keyOf(addressOf(channel)))?.subscription.rejoin()
  }

  probe(): boolean {
    for (const { subscription } of this.#entries.values()) {
      if (subscription.state !== 'live') continue
      subscription.probe()
      return true
    }
    return false
  }

  /** @returns true where the message is data of a channel that is subscribed to */
  received(message: StreamMessage): boolean {
    const key = keyOfMessage(message)
    const entry = key === null ? undefined : this.#entries.get(key)
    if (key === null || entry === undefined) return false
    entry.subscription.received(message)
    this.#emitter.emit(key, message)
    return true
  }

  /** `join|obdiff:BTCTRY`, also where it says that the channel was joined before. */
  acknowledged(result: ResultMessage): void {
    const match = /^join\|(.+)$/.exec(result.message ?? '')
    if (match !== null) this.#entries.get(match[1]!)?.subscription.acknowledged()
  }

  #create(channel: Channel, key: string): Entry {
    const { clock, timers, random, idleMs } = this.#settings
    const subscription = new Subscription({
      channel,
      clock,
      timers,
      random,
      idleMs: idleMs[channel.channel],
      send: (address, join) => this.#handlers.send(address, join),
      onState: (event) => this.#changed(event),
    })
    const entry = { subscription, listeners: 0 }
    this.#entries.set(key, entry)
    if (this.#handlers.isOpen()) subscription.join()
    return entry
  }

  #changed(event: ChannelEvent): void {
    this.#handlers.onState(event)
    if (event.state !== 'silent') return
    const isHopeless = ({ subscription }: Entry): boolean =>
      subscription.state !== 'live' && subscription.attempts >= MAX_JOIN_TIMEOUTS
    if ([...this.#entries.values()].every(isHopeless)) this.#handlers.onAllTimedOut()
  }
}
