import { callLimits, type PublicClientOptions } from './client-options.ts'
import { ServerClock, type ServerTime } from './clock/server-clock.ts'
import {
  type DailyCandle,
  type DailyCandlesInput,
  dailyCandles,
  type LegacyDay,
  legacyOhlc,
} from './endpoints/daily-candles.ts'
import { type ExchangeInfo, exchangeInfo } from './endpoints/exchange-info.ts'
import { type Klines, type KlinesInput, klines } from './endpoints/klines.ts'
import { type OrderBookSnapshot, orderBook } from './endpoints/order-book.ts'
import { type ServerTimeAnswer, serverPing, serverTime, serverVersion } from './endpoints/server.ts'
import { type Ticker, ticker24h, tickerByCurrency } from './endpoints/ticker.ts'
import { type PublicTrade, type TradesInput, trades } from './endpoints/trades.ts'
import { RateLimiter } from './limits/rate-limiter.ts'
import { type Ports, systemPorts } from './ports.ts'
import { CircuitBreaker } from './rest/circuit-breaker.ts'
import { type CallOptions, type Signing, Transport, type TransportOptions } from './rest/transport.ts'
import { parseBaseUrl } from './rest/url.ts'

/** A probe goes ahead of other reads: signed calls may wait for it. It is short, since a slow one tells little. */
const PROBE: CallOptions = { priority: 1000, timeoutMs: 3000 }

/** What both clients are made of. */
export type ClientDependencies = {
  readonly ports: Ports
  readonly options: TransportOptions
  readonly transport: Transport
  readonly clock: ServerClock
}

/** @throws BtcturkError `invalid_request` naming the option at fault */
export function createDependencies(given: PublicClientOptions): ClientDependencies {
  const ports = { ...systemPorts(), ...given.ports }
  const breaker = () => new CircuitBreaker(ports.clock, given.circuitBreaker)
  const options: TransportOptions = {
    ...callLimits(given),
    hosts: {
      api: parseBaseUrl('apiUrl', given.apiUrl ?? 'https://api.btcturk.com'),
      graph: parseBaseUrl('graphUrl', given.graphUrl ?? 'https://graph-api.btcturk.com'),
    },
    ports,
    limiter: given.limiter ?? new RateLimiter(ports),
    breakers: { api: breaker(), graph: breaker() },
    backoff: given.backoff ?? { baseMs: 250, maxMs: 5000 },
  }
  const transport = new Transport(options)
  const probe = async () => {
    const { sentAt, receivedAt, output } = await transport.timed(serverTime, undefined, PROBE)
    return { sentAt, receivedAt, server: output.interval }
  }
  return { ports, options, transport, clock: new ServerClock(ports.clock, probe, given.serverClock) }
}

/** The public endpoints. Every method throws `BtcturkError`. */
export class PublicClient {
  readonly #dependencies: ClientDependencies
  readonly #transport: Transport

  constructor(dependencies: ClientDependencies, signing: Signing | null = null) {
    this.#dependencies = dependencies
    this.#transport = signing === null ? dependencies.transport : new Transport(dependencies.options, signing)
  }

  /** For signed calls of a client built on this one. */
  protected get transport(): Transport {
    return this.#transport
  }

  /** The exchange's clock now, with a bound on the error; `null` before `syncClock` and after a jump of the local clock. */
  serverClock(): ServerTime | null {
    return this.#dependencies.clock.now()
  }

  /** Measures the exchange's clock. Signed calls do so by themselves where needed. */
  async syncClock(): Promise<ServerTime | null> {
    await this.#dependencies.clock.sync()
    return this.#dependencies.clock.now()
  }

  async serverTime(call?: CallOptions): Promise<ServerTimeAnswer> {
    return await this.#transport.call(serverTime, undefined, call)
  }

  async serverPing(call?: CallOptions): Promise<boolean> {
    return await this.#transport.call(serverPing, undefined, call)
  }

  /** Not documented: comes as it is. */
  async serverVersion(call?: CallOptions): Promise<unknown> {
    return await this.#transport.call(serverVersion, undefined, call)
  }

  async exchangeInfo(call?: CallOptions): Promise<ExchangeInfo> {
    return await this.#transport.call(exchangeInfo, undefined, call)
  }

  /** Without a symbol all of them; an unknown symbol gives an empty list. */
  async ticker(input: { readonly symbol?: string } = {}, call?: CallOptions): Promise<readonly Ticker[]> {
    return await this.#transport.call(ticker24h, input, call)
  }

  async tickerByCurrency(input: { readonly currency: string }, call?: CallOptions): Promise<readonly Ticker[]> {
    return await this.#transport.call(tickerByCurrency, input, call)
  }

  /** @param input - `limit` from 1 to 100, the default */
  async orderBook(
    input: { readonly symbol: string; readonly limit?: number },
    call?: CallOptions,
  ): Promise<OrderBookSnapshot> {
    return await this.#transport.call(orderBook, input, call)
  }

  /** Newest first. @param input - `last` from 1 to 50, the default */
  async trades(input: TradesInput, call?: CallOptions): Promise<readonly PublicTrade[]> {
    return await this.#transport.call(trades, input, call)
  }

  /** Retired by the exchange; use `dailyCandles`. */
  async legacyOhlc(
    input: { readonly symbol: string; readonly last?: number },
    call?: CallOptions,
  ): Promise<readonly LegacyDay[]> {
    return await this.#transport.call(legacyOhlc, input, call)
  }

  async dailyCandles(input: DailyCandlesInput, call?: CallOptions): Promise<readonly DailyCandle[]> {
    return await this.#transport.call(dailyCandles, input, call)
  }

  /**
   * Candles as the exchange sends them: in practice ascending, each once and the last one perhaps forming, none of which is
   * checked. For a clean series use `downloadCandles` of `@tezgah/btcturk/history`.
   */
  async klines(input: KlinesInput, call?: CallOptions): Promise<Klines> {
    return await this.#transport.call(klines, input, call)
  }

  /** Ends every call under way; what was sent by then is of unknown outcome. Nothing else is held open. */
  close(): void {
    this.#dependencies.transport.close()
    this.#transport.close()
  }
}

/** A client without keys. It starts nothing: no timer, no request. @throws BtcturkError `invalid_request` */
export function createPublicClient(options: PublicClientOptions = {}): PublicClient {
  return new PublicClient(createDependencies(options))
}
