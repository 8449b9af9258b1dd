import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cancel } from '@tezgah/core/clock'
import { WebSocketServer } from 'ws'
import type { ExchangeEvent } from '../exchange/events.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { FaultInjector } from '../faults/fault-injector.ts'
import { seededRandom } from '../random.ts'
import type { ApiKeys } from '../rest/api-keys.ts'
import { normalizeIpAddress } from '../rest/http-server.ts'
import { LIMITS, type RateLimiter } from '../rest/rate-limits.ts'
import type { SimulatedTime } from '../simulated-clock.ts'
import { ClientSession } from './client-session.ts'
import { balanceFrame, orderFrame, orderMatchFrame, userTradeFrame } from './frames.ts'
import type { InProcessServerSocket } from './in-process-socket.ts'
import type { Publisher } from './publisher.ts'
import { Connection } from './server-connection.ts'
import { listenToWebSocket, type ServerSocket, type ServerSocketListener, serverSocketOf } from './server-socket.ts'

const MAX_FRAME_BYTES = 65_536
/** `/` is documented; clients use `/ws` too. */
const PATHS: readonly string[] = ['/', '/ws']

export type WebSocketHostOptions = {
  readonly exchange: Exchange
  readonly publisher: Publisher
  readonly keys: ApiKeys
  readonly faults: FaultInjector
  readonly time: SimulatedTime
  readonly limiter: RateLimiter | null
  readonly seed: number
  readonly toleranceMs: number
  readonly maxBufferedBytes: number
  readonly enforcesPongs: boolean
}

type Client = { readonly session: ClientSession; readonly connection: Connection; readonly wire: ServerSocket }

/** The feed host's sockets on an HTTP server. */
export class WebSocketHost {
  readonly #options: WebSocketHostOptions
  readonly #clients = new Set<Client>()
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES })
  readonly #stopListening: Cancel
  #connections = 0

  constructor(server: Server, options: WebSocketHostOptions) {
    this.#options = options
    this.#stopListening = options.exchange.listen((event) => this.#onEvent(event))
    server.on('upgrade', (request, stream: Duplex, head) => {
      const address = normalizeIpAddress(request.socket.remoteAddress)
      const refusal = this.#refusalOf(request.url ?? '/', address)
      if (refusal !== null) {
        refuseUpgrade(stream, refusal)
        return
      }
      this.#sockets.handleUpgrade(request, stream, head, (socket) => {
        listenToWebSocket(socket, this.#accept(serverSocketOf(socket), address))
      })
    })
  }

  /** A socket without a network arrives. */
  arrive(url: string, wire: InProcessServerSocket): void {
    if (this.#refusalOf(url, '127.0.0.1') === null) wire.accept(this.#accept(wire, '127.0.0.1'))
    else wire.reject()
  }

  /** Connections that are open here, half open ones included. */
  get size(): number {
    return this.#clients.size
  }

  /** Cuts every connection as a lost network would: without a close frame. */
  dropAll(): void {
    for (const { wire } of this.#clients) wire.terminate()
  }

  /** Lets every connection go silent without closing it. */
  freezeAll(): void {
    for (const { connection } of this.#clients) connection.goHalfOpen()
  }

  close(): void {
    this.#stopListening()
    for (const { connection, session, wire } of this.#clients) {
      connection.end()
      session.end()
      wire.terminate()
    }
    this.#clients.clear()
    this.#sockets.close()
  }

  #refusalOf(url: string, address: string): Rejection | null {
    const { limiter, time } = this.#options
    const passed = limiter?.check(LIMITS.handshake, address, time.now()) ?? null
    if (passed !== null) return { status: 429, retryAfterSeconds: Math.ceil(passed.retryAfterMs / 1000) }
    return PATHS.includes(new URL(url, 'ws://localhost').pathname) ? null : { status: 404, retryAfterSeconds: null }
  }

  #accept(wire: ServerSocket, address: string): ServerSocketListener {
    const { faults, time, seed, keys, publisher, toleranceMs } = this.#options
    this.#connections += 1
    const number = this.#connections
    const random = seededRandom(seed, `connection ${number}`)
    const connection = new Connection({ ...this.#options, wire, number, timers: time, clock: time, random })
    const session = new ClientSession({
      keys,
      publisher,
      toleranceMs,
      address,
      now: () => time.now() + faults.plan.clockSkewMs,
      send: (frame, old) => connection.send(frame, old),
      close: () => wire.close(),
    })
    const client = { session, connection, wire }
    this.#clients.add(client)
    return {
      opened: () => session.open(),
      text: (text) => {
        if (!connection.isHalfOpen) session.receive(text)
      },
      pong: () => connection.answered(),
      closed: () => {
        connection.end()
        session.end()
        this.#clients.delete(client)
      },
    }
  }

  #onEvent(event: ExchangeEvent): void {
    if (event.type === 'traded') return
    const owner = event.order.account
    for (const { session } of this.#clients) if (session.account === owner) this.#push(session, event)
  }

  #push(session: ClientSession, event: Exclude<ExchangeEvent, { type: 'traded' }>): void {
    const { order } = event
    switch (event.type) {
      case 'orderInserted':
        session.push(orderFrame(451, order, order.left, order.denominatorLeft))
        break
      case 'orderDeleted':
        session.push(orderFrame(452, order, event.left, event.denominatorLeft))
        break
      case 'orderFilled':
        session.push(orderMatchFrame(event.trade))
        session.push(userTradeFrame(event.trade))
        session.push(balanceFrame(order, this.#options.exchange))
        break
    }
  }
}

type Rejection = { readonly status: 404 | 429; readonly retryAfterSeconds: number | null }

function refuseUpgrade(stream: Duplex, { status, retryAfterSeconds }: Rejection): void {
  const reason = status === 429 ? 'Too Many Requests' : 'Not Found'
  const retry = retryAfterSeconds === null ? '' : `Retry-After: ${retryAfterSeconds}\r\n`
  stream.on('error', () => stream.destroy())
  stream.end(`HTTP/1.1 ${status} ${reason}\r\n${retry}Connection: close\r\nContent-Length: 0\r\n\r\n`)
}
