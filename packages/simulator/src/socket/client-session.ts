import type { Account } from '../exchange/accounts.ts'
import type { ApiKeys } from '../rest/api-keys.ts'
import { type Frame, loginFrame, resultFrame, type Subscription, versionFrame } from './frames.ts'
import type { Publisher, Sink } from './publisher.ts'

const MIN_NONCE = 100
const MAX_NONCE = 60_000
const MAX_SUBSCRIPTIONS = 5000

export type ClientSessionPorts = {
  readonly keys: ApiKeys
  readonly publisher: Publisher
  /** Server's time, with its skew. */
  readonly now: () => number
  readonly toleranceMs: number
  readonly address: string
  readonly send: Sink
  readonly close: () => void
}

/** What one connection has asked for. Text in, frames out; knows no socket. */
export class ClientSession {
  readonly #ports: ClientSessionPorts
  readonly #sinks = new Map<string, { readonly subscription: Subscription; readonly sink: Sink }>()
  #account: Account | null = null

  constructor(ports: ClientSessionPorts) {
    this.#ports = ports
  }

  /** Who logged in. */
  get account(): Account | null {
    return this.#account
  }

  open(): void {
    this.#ports.send(versionFrame())
  }

  /** An unknown message gets no reply, and the connection stays. */
  receive(text: string): void {
    const read = readFrame(text)
    if (read === null) return
    const { type, payload } = read
    if (type === 151) this.#subscribe(payload)
    else if (type === 114) this.#login(payload)
    else if (type === 111) this.#ports.send(loginFrame(112, 0, 'Unauthorized - Invalid Request'))
    else if (type === 101) this.#request(payload)
    else if (type === 113 && this.#account !== null) this.#ports.close()
  }

  /** Private frames. */
  push(frame: Frame): void {
    this.#ports.send(frame)
  }

  end(): void {
    for (const { subscription, sink } of this.#sinks.values()) this.#ports.publisher.leave(subscription, sink)
    this.#sinks.clear()
  }

  #subscribe({ channel, event, join }: Readonly<Record<string, unknown>>): void {
    if (typeof channel !== 'string' || typeof event !== 'string' || typeof join !== 'boolean') return
    if (join && this.#sinks.size >= MAX_SUBSCRIPTIONS) return
    const key = `${channel}:${event}`
    const known = this.#sinks.get(key)
    const { send, publisher } = this.#ports
    const isNew = (known === undefined) === join
    send(resultFrame(isNew, `${join ? 'join' : 'leave'}|${key}`))
    if (!isNew) return
    if (known !== undefined) {
      this.#sinks.delete(key)
      publisher.leave(known.subscription, known.sink)
      return
    }
    const sink: Sink = (frame, old) => send(frame, old)
    this.#sinks.set(key, { subscription: { channel, event }, sink })
    publisher.join({ channel, event }, sink)
  }

  #request({ channel, event }: Readonly<Record<string, unknown>>): void {
    if (typeof channel !== 'string' || typeof event !== 'string') return
    this.#ports.publisher.current({ channel, event }, this.#ports.send)
  }

  #login(payload: Readonly<Record<string, unknown>>): void {
    const account = this.#authenticate(payload)
    const isRefused = typeof account === 'string'
    if (!isRefused) this.#account = account
    this.#ports.send(loginFrame(114, isRefused ? 0 : account.userId, isRefused ? `Unauthorized - ${account}` : null))
  }

  /** The signature covers key and nonce; the nonce is the window around the timestamp. */
  #authenticate({ publicKey, timestamp, nonce, signature }: Readonly<Record<string, unknown>>): Account | string {
    const { keys, now, toleranceMs, address } = this.#ports
    if (typeof publicKey !== 'string' || typeof signature !== 'string') return 'Invalid Request'
    const key = keys.find(publicKey)
    if (key === undefined || !key.account.permissions.has('websocket')) return 'Invalid Public key'
    if (key.addresses !== null && !key.addresses.includes(address)) return 'Invalid Request'
    if (typeof nonce !== 'number' || !(nonce >= MIN_NONCE && nonce <= MAX_NONCE)) return 'Invalid Request'
    if (typeof timestamp !== 'number') return 'Invalid Nonce'
    if (Math.abs(timestamp - now()) > Math.max(nonce, toleranceMs)) return 'Invalid Nonce'
    return key.signer.sign(nonce) === signature ? key.account : 'Invalid Signature'
  }
}

function readFrame(text: string): { readonly type: number; readonly payload: Record<string, unknown> } | null {
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return null
    const [type, payload] = value as [unknown, unknown]
    const isPayload = typeof payload === 'object' && payload !== null && !Array.isArray(payload)
    return typeof type === 'number' && isPayload ? { type, payload: { ...payload } } : null
  } catch {
    return null
  }
}
