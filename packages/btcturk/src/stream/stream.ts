import { BtcturkError, isBtcturkError } from '../errors.ts'
import type { Cancel } from '../ports.ts'
import { BoundedBuffer, type BufferPolicy } from './bounded-buffer.ts'
import { type Channel, keyOf, type MessageOn } from './channels/channel.ts'
import { Subscriptions } from './channels/subscriptions.ts'
import { type ConnectionState, ReconnectingConnection } from './connection/reconnecting-connection.ts'
import type { StreamEventName, StreamEvents } from './events.ts'
import type { StreamMessage } from './frames/messages.ts'
import { channelOfMalformedFrame, readFrame } from './frames/read-frame.ts'
import { Login } from './login.ts'
import { type StreamOptions, type StreamSettings, streamSettings } from './options.ts'
import { ReportingEmitter } from './reporting-emitter.ts'

/**
 * The exchange's stream: one connection that is watched, opened anew when it is lost, and joined to the same channels again.
 * Nothing is connected before `open`.
 *
 * @throws BtcturkError `invalid_request`, with `field`, on an option out of its range
 */
export function createStream(options: StreamOptions = {}): Stream {
  return new Stream(streamSettings(options))
}

/** See `createStream`. */
export class Stream {
  readonly #settings: StreamSettings
  readonly #emitter: ReportingEmitter<StreamEvents>
  readonly #connection: ReconnectingConnection
  readonly #subscriptions: Subscriptions
  readonly #login: Login | null
  readonly #buffers = new Set<{ end(): void }>()

  /** @internal use `createStream` */
  constructor(settings: StreamSettings) {
    this.#settings = settings
    this.#emitter = new ReportingEmitter(settings.timers)
    this.#connection = new ReconnectingConnection(settings, {
      onOpen: () => this.#opened(),
      onText: (text) => this.#received(text),
      onLost: (reason) => this.#lost(reason),
      onStale: (isStale) => this.#emitter.emit('stale', { isStale }),
      onState: (event) => this.#emitter.emit('connection', event),
      probe: () => this.#subscriptions.probe(),
    })
    this.#subscriptions = new Subscriptions(settings, {
      isOpen: () => this.#connection.state === 'open',
      send: ({ channel, event }, join) => this.#send(151, { channel, event, join }),
      onState: (event) => this.#emitter.emit('channel', event),
      onAllTimedOut: () => this.#allTimedOut(),
      onListenerError: (error) => this.#emitter.report(error),
    })
    this.#login = settings.signer === null ? null : this.#createLogin(settings.signer)
  }

  get state(): ConnectionState {
    return this.#connection.state
  }

  /** Connections opened after the first one. */
  get reconnects(): number {
    return this.#connection.reconnects
  }

  /** True while the connection is open and something came lately, were it only a pong. */
  get isFresh(): boolean {
    return this.#connection.isFresh
  }

  /** True while private frames come. */
  get isLoggedIn(): boolean {
    return this.#login?.isLoggedIn ?? false
  }

  /** Connects, and stays connected until `close`. Does nothing where it was called before. */
  open(): void {
    this.#connection.open()
  }

  /** Ends the connection, the subscriptions and every iteration, for good. */
  close(): void {
    this.#connection.close()
    this.#subscriptions.suspendAll()
    for (const buffer of [...this.#buffers]) buffer.end()
  }

  /**
   * Calls back for each message of the kind, or for what happens to the connection.
   *
   * @returns takes the listener away again
   */
  on<Name extends StreamEventName>(name: Name, listener: (event: StreamEvents[Name]) => void): Cancel {
    return this.#emitter.on(name, listener)
  }

  /**
   * Joins the channel, also on connections to come, and calls back for each of its messages.
   *
   * @returns takes the listener away again, and leaves the channel with the last one
   * @throws BtcturkError `invalid_request` if the symbol is not spelt as the exchange spells it; `disconnected` after `close`
   */
  subscribe<const C extends Channel>(channel: C, listener: (message: MessageOn<C>) => void): Cancel {
    this.#refuseClosed()
    return this.#subscriptions.add(channel, listener)
  }

  /**
   * Joins the channel and iterates over its messages until it is left by `break`, or the stream is closed.
   *
   * @throws BtcturkError as `subscribe`; the iteration throws `overloaded` where the policy says so
   */
  messages<const C extends Channel>(channel: C, buffer: BufferPolicy): AsyncIterableIterator<MessageOn<C>, void, void> {
    return this.#buffer(buffer, (push: (message: MessageOn<C>) => void) => this.subscribe(channel, push))
  }

  /**
   * Iterates over the messages of a kind, or what happens to the connection, until it is left by `break`, or the stream is closed.
   *
   * @throws BtcturkError `disconnected` after `close`; the iteration throws `overloaded` where the policy says so
   */
  events<Name extends StreamEventName>(
    name: Name,
    buffer: BufferPolicy,
  ): AsyncIterableIterator<StreamEvents[Name], void, void> {
    this.#refuseClosed()
    return this.#buffer(buffer, (push: (event: StreamEvents[Name]) => void) => this.on(name, push))
  }

  /** Leaves the channel and joins it again, soon, so that its first frame comes anew. */
  rejoin(channel: Channel): void {
    this.#subscriptions.rejoin(channel)
  }

  #buffer<T>(policy: BufferPolicy, attach: (push: (value: T) => void) => Cancel): BoundedBuffer<T> {
    const buffer: BoundedBuffer<T> = new BoundedBuffer<T>(policy, () => {
      this.#buffers.delete(buffer)
      detach()
    })
    const detach = attach((value) => buffer.push(value))
    this.#buffers.add(buffer)
    return buffer
  }

  #createLogin(signer: NonNullable<StreamSettings['signer']>): Login {
    const { serverTime, timers, random } = this.#settings
    return new Login({
      signer,
      serverTime,
      timers,
      random,
      send: (type, payload) => this.#send(type, payload),
      onEvent: (event) => this.#emitter.emit('login', event),
    })
  }

  #opened(): void {
    this.#login?.start()
    this.#subscriptions.joinAll()
  }

  #lost(reason: string): void {
    this.#login?.onDisconnected(reason)
    this.#subscriptions.suspendAll()
  }

  /** Private frames have no channel, and a connection that is logged in may well bring them. */
  #allTimedOut(): void {
    if (!this.isLoggedIn) this.#connection.reconnect('every channel is silent')
  }

  #received(text: string): void {
    const message = this.#read(text)
    if (message === null) return
    this.#handle(message)
    // The name is the kind of the message, so the pair fits.
    this.#emitter.emit(message.kind, message as never)
  }

  #read(text: string): StreamMessage | null {
    try {
      return readFrame(text)
    } catch (error) {
      if (!isBtcturkError(error)) throw error
      const address = channelOfMalformedFrame(text)
      this.#emitter.emit('fault', { error, key: address === null ? null : keyOf(address) })
      return null
    }
  }

  #handle(message: StreamMessage): void {
    switch (message.kind) {
      case 'result':
        this.#subscriptions.acknowledged(message)
        break
      case 'loginResult':
        this.#login?.onResult(message)
        if (message.ok) this.#connection.confirmHealthy()
        break
      case 'logout':
      case 'purge':
        this.#login?.onDisconnected('the exchange ended the session')
        break
      default:
        if (this.#subscriptions.received(message)) this.#connection.confirmHealthy()
    }
  }

  #send(type: number, payload: object): void {
    this.#connection.send(JSON.stringify([type, { type, ...payload }]))
  }

  #refuseClosed(): void {
    if (this.state !== 'closed') return
    throw new BtcturkError('disconnected', 'the stream is closed', { outcome: 'not_sent' })
  }
}
