import type { Connect, SocketListener } from '../../src/stream/connection/socket.ts'
import { type StreamOptions, streamSettings } from '../../src/stream/options.ts'
import { Stream } from '../../src/stream/stream.ts'
import { FakeTime } from './fake-time.ts'

const LATENCY_MS = 20

type Payload = {
  readonly channel?: string
  readonly event?: string
  readonly join?: boolean
  readonly [key: string]: unknown
}

/** One connection, seen from the exchange. */
export class FakePeer {
  readonly #time: FakeTime
  readonly #listener: SocketListener
  readonly #exchange: FakeExchange
  readonly received: [number, Payload][] = []
  readonly joined = new Set<string>()
  pings = 0
  isTerminated = false
  isClosed = false
  /** Everything is lost both ways, and the socket still looks open. */
  isCutOff = false

  constructor(time: FakeTime, exchange: FakeExchange, listener: SocketListener) {
    this.#time = time
    this.#exchange = exchange
    this.#listener = listener
  }

  get isGone(): boolean {
    return this.isTerminated || this.isClosed
  }

  joins(key: string): number {
    return this.received.filter(
      ([type, { channel, event, join }]) => type === 151 && join && `${channel}:${event}` === key,
    ).length
  }

  send(frame: unknown): void {
    this.sendText(JSON.stringify(frame))
  }

  sendText(text: string): void {
    this.#later(() => this.#listener.text(text))
  }

  alive(): void {
    this.#later(() => this.#listener.alive())
  }

  close(reason: string, status: number | null = null): void {
    this.#later(() => {
      this.isClosed = true
      this.#listener.closed(reason, status)
    })
  }

  open(): void {
    this.#later(() => {
      this.#listener.opened()
      this.send([991, { type: 991, current: '6.0.0', min: '2.3.0' }])
    })
  }

  take(text: string): void {
    const [type, payload] = JSON.parse(text) as [number, Payload]
    this.received.push([type, payload])
    if (type !== 151) {
      this.#exchange.onOther?.(this, type, payload)
      return
    }
    const key = `${payload.channel}:${payload.event}`
    const isDuplicate = payload.join === true && this.joined.has(key)
    if (payload.join === true) this.joined.add(key)
    else this.joined.delete(key)
    this.send([100, { type: 100, ok: !isDuplicate, message: `${payload.join === true ? 'join' : 'leave'}|${key}` }])
    if (payload.join === true && !isDuplicate) this.#exchange.onJoin(this, key)
  }

  #later(callback: () => void): void {
    this.#time.after(LATENCY_MS, () => {
      if (!this.isGone && !this.isCutOff) callback()
    })
  }
}

/** An exchange in the same process and on fake time. Answers as the reference says; what it does else is for each test to say. */
export class FakeExchange {
  readonly time = new FakeTime()
  readonly peers: FakePeer[] = []
  readonly connectedAt: number[] = []
  hasPing = true
  /** What a join is answered with, besides the acknowledgement. */
  onJoin: (peer: FakePeer, key: string) => void = (peer, key) => {
    const first = firstFrame(key)
    if (first !== null) peer.send(first)
  }
  onOther: ((peer: FakePeer, type: number, payload: Payload) => void) | null = null
  onConnect: (peer: FakePeer) => void = (peer) => peer.open()

  get peer(): FakePeer {
    return this.peers.at(-1)!
  }

  readonly connect: Connect = (_, listener) => {
    const peer = new FakePeer(this.time, this, listener)
    this.peers.push(peer)
    this.connectedAt.push(this.time.monotonic())
    this.onConnect(peer)
    const ping = (): void => {
      peer.pings++
      if (!peer.isCutOff) peer.alive()
    }
    return {
      send: (text) => {
        if (!peer.isGone && !peer.isCutOff) this.time.after(LATENCY_MS, () => peer.isGone || peer.take(text))
      },
      ...(this.hasPing ? { ping } : {}),
      close: () => {
        peer.isClosed = true
      },
      terminate: () => {
        peer.isTerminated = true
      },
    }
  }

  stream(options: StreamOptions = {}, random: () => number = () => 0.5): Stream {
    const ports = { clock: this.time, timers: this.time, random }
    return new Stream({ ...streamSettings({ ...options, ports }), connect: this.connect })
  }
}

export function tickerFrame(symbol: string, last = '100'): unknown {
  const prices = { B: '99', A: '101', BA: '1', AA: '1', PS: symbol, H: '110', L: '90', LA: last, O: '95', V: '5' }
  const rest = { AV: '100', D: '6', DP: '5.26', DS: 'TRY', NS: 'BTC', PId: 1 }
  return [402, { ...prices, ...rest, channel: 'ticker', event: symbol, type: 402 }]
}

export function tradeFrame(symbol: string, id: number, time: number, price = '100', quantity = '1', side = 1): unknown {
  const trade = { D: String(time), I: String(id), A: quantity, P: price, PS: symbol, S: side }
  return [422, { ...trade, channel: 'trade', event: symbol, type: 422 }]
}

type TradeItem = readonly [id: number, time: number, price: string, quantity: string]

export function tradesFrame(symbol: string, items: readonly TradeItem[]): unknown {
  const trades = items.map(([id, time, price, quantity]) => ({
    D: String(time),
    I: String(id),
    A: quantity,
    P: price,
    S: 1,
  }))
  return [421, { symbol, items: trades, channel: 'trade', event: symbol, type: 421 }]
}

type Entry = readonly [price: string, quantity: string]

export function bookFrame(symbol: string, changeSet: number, asks: readonly Entry[], bids: readonly Entry[]): unknown {
  const side = (entries: readonly Entry[]) => entries.map(([P, A]) => ({ A, P }))
  const book = { CS: changeSet, PS: symbol, AO: side(asks), BO: side(bids) }
  return [431, { ...book, channel: 'obdiff', event: symbol, type: 431 }]
}

export function changeFrame(
  symbol: string,
  changeSet: number,
  asks: readonly Entry[],
  bids: readonly Entry[] = [],
): unknown {
  const side = (entries: readonly Entry[]) =>
    entries.map(([P, A]) => ({ CP: A === '' ? 3 : 0, P, A: A === '' ? '1' : A }))
  const book = { CS: changeSet, PS: symbol, AO: side(asks), BO: side(bids) }
  return [432, { ...book, channel: 'obdiff', event: symbol, type: 432 }]
}

function firstFrame(key: string): unknown {
  const [channel, symbol] = key.split(':') as [string, string]
  if (symbol.startsWith('NOPE')) return null
  if (channel === 'ticker') return tickerFrame(symbol)
  if (channel === 'trade') return tradesFrame(symbol, [])
  if (channel === 'obdiff') return bookFrame(symbol, 10, [['101', '1']], [['99', '1']])
  return null
}
