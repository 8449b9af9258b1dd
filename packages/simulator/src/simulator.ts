import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Fetch, systemPorts } from '@tezgah/btcturk'
import { amountOf } from './exchange/amounts.ts'
import { Exchange } from './exchange/exchange.ts'
import { priceTimeFillModel } from './exchange/fill-model.ts'
import { DEFAULT_PAIRS } from './exchange/pairs.ts'
import { readBook } from './exchange/published-book.ts'
import { ExchangeHandle } from './exchange-handle.ts'
import { FaultInjector } from './faults/fault-injector.ts'
import { createFeed } from './feed/create-feed.ts'
import { checkOptions, type SimulatorOptions } from './options.ts'
import { randomUuid, seededRandom } from './random.ts'
import { ApiKeys } from './rest/api-keys.ts'
import { createHttpServer } from './rest/http-server.ts'
import { inProcessFetch } from './rest/in-process-fetch.ts'
import { RateLimiter } from './rest/rate-limits.ts'
import type { Call, RestRequest } from './rest/reply.ts'
import { RequestHandler, type RequestHandlerOptions } from './rest/request-handler.ts'
import { RequestLog } from './rest/request-log.ts'
import { GRAPH_ROUTES, REST_ROUTES, route } from './rest/router.ts'
import { createSimulatedClock, type SimulatedTime } from './simulated-clock.ts'
import { feedReply } from './socket/feed-endpoints.ts'
import { type InProcessWebSocketConstructor, inProcessWebSocket } from './socket/in-process-socket.ts'
import { Publisher } from './socket/publisher.ts'
import { WebSocketHost } from './socket/websocket-server.ts'

const TAX_RATE = amountOf('0.2')
const STAMP_TOLERANCE_MS = 5000

/** A running exchange on this machine. */
export type Simulator = {
  /** Base address in place of `https://api.btcturk.com`. */
  readonly restUrl: string
  /** Base address in place of `https://graph-api.btcturk.com`. */
  readonly graphUrl: string
  /** In place of `wss://ws-feed-pro.btcturk.com`. */
  readonly wsUrl: string
  /** Reaches `restUrl` and `graphUrl` without a socket: what happens then follows from the seed and the order of calls. */
  readonly fetch: Fetch
  /** The web's `WebSocket` for `wsUrl`, without a network. */
  readonly WebSocket: InProcessWebSocketConstructor
  readonly exchange: ExchangeHandle
  readonly time: SimulatedTime
  readonly faults: FaultInjector
  readonly requests: Pick<RequestLog, 'count' | 'listen'>
  readonly sockets: Pick<WebSocketHost, 'size' | 'dropAll' | 'freezeAll'>
  /** Ends everything; connections are cut. */
  close(): Promise<void>
}

/**
 * Starts a BTCTurk of one's own: REST, charts and sockets on three ports of the loopback interface.
 *
 * @throws BtcturkError `invalid_request` that names the option out of its range
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  checkOptions(options)
  const { seed = 1, enforcesLimits = true, stampToleranceMs = STAMP_TOLERANCE_MS } = options
  const time = createSimulatedClock(options.time ?? { mode: 'real' }, options.system ?? systemPorts())
  const exchange = createExchange(options, time)
  const faults = new FaultInjector(options.faults ?? {}, seed, () => time.now())
  const keys = new ApiKeys(stampToleranceMs)
  const publisher = new Publisher({
    exchange,
    timers: time,
    random: seededRandom(seed, 'snapshots'),
    tickerEveryMs: options.tickerEveryMs ?? 750,
    bookEveryMs: options.bookEveryMs ?? 764,
  })
  const handle = new ExchangeHandle(exchange, keys, publisher, seededRandom(seed, 'client ids'))
  for (const account of options.accounts ?? []) handle.addAccount(account)
  const feed = createFeed(options.feed ?? { type: 'synthetic' }, exchange, time, seed)
  const limiter = enforcesLimits ? new RateLimiter() : null
  const requests = new RequestLog()
  const handlers = createHandlers(options, { exchange, faults, keys, publisher, time, limiter, requests })
  const hosts = {
    rest: createHttpServer(handlers.rest),
    graph: createHttpServer(handlers.graph),
    ws: createHttpServer(handlers.ws),
  }
  const maxBufferedBytes = options.maxBufferedBytes ?? 2 ** 24
  const enforcesPongs = options.enforcesPongs ?? options.time?.mode !== 'stepped'
  const parts = { exchange, publisher, keys, faults, time, limiter, seed, maxBufferedBytes, enforcesPongs }
  const sockets = new WebSocketHost(hosts.ws, { ...parts, toleranceMs: stampToleranceMs })
  const close = async (): Promise<void> => {
    feed.stop()
    publisher.close()
    sockets.close()
    exchange.close()
    await Promise.all(Object.values(hosts).map(stop))
  }
  feed.start()
  try {
    const host = options.host ?? '127.0.0.1'
    const restUrl = await listen(hosts.rest, host, options.ports?.rest ?? 0, 'http')
    const graphUrl = await listen(hosts.graph, host, options.ports?.graph ?? 0, 'http')
    const wsUrl = await listen(hosts.ws, host, options.ports?.ws ?? 0, 'ws')
    const addresses = new Map([
      [restUrl, handlers.rest],
      [graphUrl, handlers.graph],
      [wsUrl.replace('ws:', 'http:'), handlers.ws],
    ])
    const fetch = inProcessFetch(addresses)
    const WebSocket = inProcessWebSocket(time, (url, wire) => sockets.arrive(url, wire))
    return { restUrl, graphUrl, wsUrl, fetch, WebSocket, exchange: handle, time, faults, requests, sockets, close }
  } catch (error) {
    await close()
    throw error
  }
}

function createExchange(options: SimulatorOptions, time: SimulatedTime): Exchange {
  return new Exchange({
    pairs: options.pairs ?? DEFAULT_PAIRS,
    rules: options.rules ?? priceTimeFillModel,
    taxRate: TAX_RATE,
    settleDelayMs: options.settleDelayMs ?? 150,
    cancelDelayMs: options.cancelDelayMs ?? 50,
    now: () => time.now(),
    timers: time,
  })
}

type Parts = {
  readonly exchange: Exchange
  readonly faults: FaultInjector
  readonly keys: ApiKeys
  readonly publisher: Publisher
  readonly time: SimulatedTime
  readonly limiter: RateLimiter | null
  readonly requests: RequestLog
}

function createHandlers(
  options: SimulatorOptions,
  parts: Parts,
): Readonly<Record<'rest' | 'graph' | 'ws', RequestHandler>> {
  const { exchange, faults, keys, publisher, time, limiter, requests } = parts
  const { seed = 1, unauthorizedBody = 'envelope', balanceSeparator = ',' } = options
  const [ids, bodies] = [seededRandom(seed, 'client ids on the wire'), seededRandom(seed, 'unauthorized')]
  const hasEmptyUnauthorized = () => unauthorizedBody === 'empty' || (unauthorizedBody === 'mixed' && bodies() < 0.5)
  const callOf = (request: RestRequest, isStale: boolean): Call => ({
    exchange,
    request,
    now: time.now() + faults.plan.clockSkewMs,
    bookOf: (symbol) => {
      const market = exchange.market(symbol)
      return isStale ? publisher.staleBook(market) : readBook(market)
    },
    freshClientId: () => randomUuid(ids),
    balanceSeparator,
  })
  const routing = { keys, limiter, hasEmptyUnauthorized }
  const common = { faults, timers: time, watch: requests, now: () => time.now() }
  const handler = (host: RequestHandlerOptions['host'], answer: RequestHandlerOptions['answer']) =>
    new RequestHandler({ ...common, host, answer })
  return {
    rest: handler('rest', (request, isStale) => route(REST_ROUTES, callOf(request, isStale), routing)),
    graph: handler('graph', (request, isStale) => route(GRAPH_ROUTES, callOf(request, isStale), routing)),
    ws: handler('feed', (request) => feedReply(exchange, request)),
  }
}

function listen(server: Server, host: string, port: number, scheme: 'http' | 'ws'): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const { address, family, port: taken } = server.address() as AddressInfo
      resolve(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${taken}`)
    })
  })
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
