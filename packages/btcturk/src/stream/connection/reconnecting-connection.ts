import { Backoff } from '@tezgah/core/backoff'
import type { Cancel, Clock, Random, Timers } from '../../ports.ts'
import type { ConnectionRateLimit } from './connection-rate-limit.ts'
import { MonitoredSocket } from './monitored-socket.ts'
import type { Connect } from './socket.ts'

const RECONNECT_FIRST_MS = 500
const RECONNECT_MAX_MS = 30_000
const TOO_MANY_REQUESTS = 429

/**
 * - `idle`: not opened yet
 * - `connecting`: a socket is being opened
 * - `open`: frames can come
 * - `waiting`: lost; the next attempt comes after a wait
 * - `closed`: closed by its owner, for good
 */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed'

export type ConnectionEvent = {
  readonly state: ConnectionState
  /** Why the last connection was lost; `null` otherwise. */
  readonly reason: string | null
  /** Milliseconds until the next attempt; `null` unless waiting. */
  readonly waitMs: number | null
  /** Connections opened before this one. */
  readonly reconnects: number
}

export type ConnectionOptions = {
  readonly url: string
  readonly connect: Connect
  readonly rateLimit: ConnectionRateLimit
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

export type ReconnectingConnectionHandlers = {
  readonly onOpen: () => void
  readonly onText: (text: string) => void
  readonly onLost: (reason: string) => void
  readonly onStale: (isStale: boolean) => void
  readonly onState: (event: ConnectionEvent) => void
  /** Sends something that the exchange answers. False where there is nothing to send. */
  readonly probe: () => boolean
}

/** Keeps one socket open: each that is lost is followed by another, after growing waits and within the limit of connections. */
export class ReconnectingConnection {
  readonly #settings: ConnectionOptions
  readonly #handlers: ReconnectingConnectionHandlers
  readonly #backoff: Backoff
  #state: ConnectionState = 'idle'
  #socket: MonitoredSocket | null = null
  #opened = 0
  #cancel: Cancel | null = null

  constructor(settings: ConnectionOptions, handlers: ReconnectingConnectionHandlers) {
    this.#settings = settings
    this.#handlers = handlers
    this.#backoff = new Backoff({ random: settings.random, firstMs: RECONNECT_FIRST_MS, maxMs: RECONNECT_MAX_MS })
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Connections opened after the first one. */
  get reconnects(): number {
    return Math.max(0, this.#opened - 1)
  }

  /** True while the connection is open and something came lately. */
  get isFresh(): boolean {
    return this.#state === 'open' && this.#socket !== null && this.#socket.isFresh
  }

  open(): void {
    if (this.#state === 'idle') this.#connect()
  }

  send(text: string): void {
    this.#socket?.send(text)
  }

  /** Valid data came: this connection is a good one. To be open is not enough, or a server that fails at once is called at once. */
  confirmHealthy(): void {
    this.#backoff.reset()
  }

  /** Gives the connection up and opens another one. */
  reconnect(reason: string): void {
    this.#socket?.terminate(reason)
  }

  close(): void {
    if (this.#state === 'closed') return
    this.#cancel?.()
    const wasOpen = this.#state === 'open'
    this.#socket?.close()
    this.#socket = null
    this.#transition('closed', null, null)
    if (wasOpen) this.#handlers.onLost('closed by its owner')
  }

  #connect(): void {
    const permit = this.#settings.rateLimit.take()
    if (!permit.taken) {
      this.#wait(permit.waitMs, 'too many connections in a minute')
      return
    }
    this.#transition('connecting', null, null)
    const { connect, url, clock, timers } = this.#settings
    const { onText, onStale, probe } = this.#handlers
    this.#socket = new MonitoredSocket({
      connect,
      url,
      clock,
      timers,
      onOpen: () => this.#onOpen(),
      onText,
      onStale: () => onStale(true),
      onFresh: () => onStale(false),
      onLost: (reason, status) => this.#onLost(reason, status),
      probe,
    })
  }

  #onOpen(): void {
    this.#opened++
    this.#transition('open', null, null)
    this.#handlers.onOpen()
  }

  #onLost(reason: string, status: number | null): void {
    const wasOpen = this.#state === 'open'
    this.#socket = null
    if (status === TOO_MANY_REQUESTS) this.#settings.rateLimit.block()
    this.#wait(this.#backoff.next(), reason)
    if (wasOpen) this.#handlers.onLost(reason)
  }

  #wait(waitMs: number, reason: string): void {
    this.#cancel = this.#settings.timers.after(waitMs, () => this.#connect())
    this.#transition('waiting', reason, waitMs)
  }

  #transition(state: ConnectionState, reason: string | null, waitMs: number | null): void {
    this.#state = state
    this.#handlers.onState({ state, reason, waitMs, reconnects: this.reconnects })
  }
}
