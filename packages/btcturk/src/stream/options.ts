import { invalidRequest } from '../errors.ts'
import { type Clock, type Ports, type Random, systemPorts, type Timers } from '../ports.ts'
import { type Credentials, Signer } from '../sign.ts'
import type { ChannelName } from './channels/channel.ts'
import { IDLE_MS } from './channels/subscription.ts'
import { ConnectionRateLimit } from './connection/connection-rate-limit.ts'
import type { Connect } from './connection/socket.ts'
import { connectWith, type WebSocketConstructor } from './connection/web-socket.ts'
import { connectWs } from './connection/ws-socket.ts'

const URL_DEFAULT = 'wss://ws-feed-pro.btcturk.com'

export type StreamOptions = {
  /** Default the exchange's own, `wss://ws-feed-pro.btcturk.com`. */
  readonly url?: string
  /** Logs in on every connection; the key needs the exchange's permission for the WebSocket. */
  readonly credentials?: Credentials
  /** A constructor after the web's standard, such as a browser's `WebSocket`. Default the `ws` package. */
  readonly webSocket?: WebSocketConstructor
  /** The exchange's time in milliseconds since the epoch, for the login. The wall clock where it is left out or gives `null`. */
  readonly serverTime?: () => number | null
  /** Share one between the streams behind one address. Default one of its own, of 15 connections a minute. */
  readonly connectionRateLimit?: ConnectionRateLimit
  /** Milliseconds of silence after which a channel is joined anew, by channel. */
  readonly idleMs?: Partial<Readonly<Record<ChannelName, number>>>
  readonly ports?: Partial<Pick<Ports, 'clock' | 'timers' | 'random'>>
}

export type StreamSettings = {
  readonly url: string
  readonly signer: Signer | null
  readonly connect: Connect
  readonly serverTime: () => number
  readonly rateLimit: ConnectionRateLimit
  readonly idleMs: Readonly<Record<ChannelName, number>>
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
}

/** @throws BtcturkError `invalid_request`, with `field` */
export function streamSettings(options: StreamOptions): StreamSettings {
  const { clock, timers, random } = { ...systemPorts(), ...options.ports }
  const url = options.url ?? URL_DEFAULT
  if (!/^wss?:\/\//.test(url) || !URL.canParse(url)) throw invalidRequest('url', 'a ws or wss address', url)
  const idleMs = { ...IDLE_MS, ...options.idleMs }
  for (const [name, value] of Object.entries(idleMs)) {
    if (!(value >= 1000 && value <= 86_400_000)) throw invalidRequest(`idleMs.${name}`, 'from 1000 to 86400000', value)
  }
  return {
    url,
    signer: options.credentials === undefined ? null : new Signer(options.credentials),
    connect: options.webSocket === undefined ? connectWs : connectWith(options.webSocket),
    serverTime: () => options.serverTime?.() ?? clock.now(),
    rateLimit: options.connectionRateLimit ?? new ConnectionRateLimit(clock),
    idleMs,
    clock,
    timers,
    random,
  }
}
