import type { Random, Timers } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import { aggregateCandles } from '../exchange/candles.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import { type BookLevels, compareBooks, readBook } from '../exchange/published-book.ts'
import { readResolution } from '../exchange/resolution.ts'
import { PendingTimers } from '../pending-timers.ts'
import {
  allTickersFrame,
  bookFrame,
  candleFrame,
  differenceFrame,
  type Frame,
  type Subscription,
  tickerFrame,
  tradeFrame,
  tradeListFrame,
} from './frames.ts'

/** One subscription of one connection. `old` is given with a snapshot: what it would be if it were stale. */
export type Sink = (frame: Frame, old?: Frame) => void

type Topic = Subscription & { readonly sinks: Set<Sink>; readonly synced: Set<Sink> }
type Published = { changeSet: number; book: BookLevels; readonly past: { changeSet: number; book: BookLevels }[] }

const KEPT_BOOKS = 8
/** A snapshot of `obdiff` comes this long after the subscription. */
const SNAPSHOT_DELAY_MS = [190, 380] as const

export type PublisherOptions = {
  readonly exchange: Exchange
  readonly timers: Timers
  readonly random: Random
  readonly tickerEveryMs: number
  readonly bookEveryMs: number
}

/** Everything public that is pushed, and its receivers. A frame is created once for all of them. */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #topics = new Map<string, Topic>()
  readonly #published = new Map<string, Published>()
  readonly #pending: PendingTimers
  readonly #stopListening: Cancel

  constructor(options: PublisherOptions) {
    this.#options = options
    this.#pending = new PendingTimers(options.timers)
    this.#stopListening = options.exchange.listen((event) => {
      if (event.type === 'traded') this.#onTrade(event.pair.name, event.trade)
    })
    this.#every(options.tickerEveryMs, () => this.#publishTickers())
    this.#every(options.bookEveryMs, () => this.#publishBooks())
  }

  /** What is not there is accepted like everything else, and stays silent. */
  join(subscription: Subscription, sink: Sink): void {
    const topic = this.#topic(subscription)
    topic.sinks.add(sink)
    const market = this.#options.exchange.markets.get(subscription.event)
    switch (subscription.channel) {
      case 'ticker':
        this.#sendTicker(subscription, sink)
        break
      case 'trade':
        if (market !== undefined) sink(tradeListFrame(market, subscription))
        break
      case 'orderbook':
      case 'obdiff':
        if (market !== undefined) this.#joinBook(market, topic, sink)
        break
      case 'tradeview':
        this.#sendCandle(subscription, [sink])
        break
    }
  }

  leave({ channel, event }: Subscription, sink: Sink): void {
    const key = `${channel}:${event}`
    const topic = this.#topics.get(key)
    if (topic === undefined) return
    topic.sinks.delete(sink)
    topic.synced.delete(sink)
    if (topic.sinks.size === 0) this.#topics.delete(key)
  }

  /** The frame that a topic begins with, for a request by frame 101. */
  current({ channel, event }: Subscription, sink: Sink): void {
    const market = this.#options.exchange.markets.get(event)
    if (channel === 'ticker') this.#sendTicker({ channel, event }, sink)
    else if (channel === 'trade' && market !== undefined) sink(tradeListFrame(market, { channel, event }))
  }

  /** Book and number of a channel as last published; `undefined` where it had no followers. */
  published(channel: 'orderbook' | 'obdiff', symbol: string): { changeSet: number; book: BookLevels } | undefined {
    return this.#published.get(`${channel}:${symbol}`)
  }

  /** The oldest book that is still known, or the present one. */
  staleBook(market: Market): BookLevels {
    const past = this.#published.get(`obdiff:${market.pair.name}`)?.past[0]
    return past?.book ?? readBook(market)
  }

  close(): void {
    this.#stopListening()
    this.#pending.cancelAll()
    this.#topics.clear()
  }

  #topic({ channel, event }: Subscription): Topic {
    const key = `${channel}:${event}`
    let topic = this.#topics.get(key)
    if (topic === undefined) {
      topic = { channel, event, sinks: new Set(), synced: new Set() }
      this.#topics.set(key, topic)
    }
    return topic
  }

  #joinBook(market: Market, topic: Topic, sink: Sink): void {
    const [least, most] = SNAPSHOT_DELAY_MS
    if (topic.channel === 'orderbook') this.#sendSnapshot(market, topic, sink)
    else
      this.#pending.after(least + (most - least) * this.#options.random(), () =>
        this.#sendSnapshot(market, topic, sink),
      )
  }

  #sendSnapshot(market: Market, topic: Topic, sink: Sink): void {
    if (!topic.sinks.has(sink)) return
    const published = this.#publishedFor(market, topic)
    topic.synced.add(sink)
    const old = published.past[0] ?? { ...published, changeSet: published.changeSet - 1 }
    sink(
      bookFrame(market.pair, published.changeSet, published.book, topic),
      bookFrame(market.pair, old.changeSet, old.book, topic),
    )
  }

  /** As last published; read anew where it has no followers. */
  #publishedFor(market: Market, topic: Topic): Published {
    const key = `${topic.channel}:${topic.event}`
    const known = this.#published.get(key)
    if (known !== undefined && topic.synced.size > 0) return known
    const book = readBook(market)
    const changeSet = (known?.changeSet ?? 1_000_000 * market.pair.id) + 1
    const published = { changeSet, book, past: known === undefined ? [] : [...known.past.slice(-KEPT_BOOKS), known] }
    this.#published.set(key, published)
    return published
  }

  #publishTickers(): void {
    const { exchange } = this.#options
    for (const topic of this.#topics.values()) {
      if (topic.channel !== 'ticker') continue
      const market = exchange.markets.get(topic.event)
      if (topic.event === 'all') send(topic.sinks, allTickersFrame(exchange, topic))
      else if (market !== undefined) send(topic.sinks, tickerFrame(market, exchange.now(), topic))
    }
  }

  #publishBooks(): void {
    for (const topic of this.#topics.values()) {
      const market = this.#options.exchange.markets.get(topic.event)
      const published = this.#published.get(`${topic.channel}:${topic.event}`)
      if (market !== undefined && published !== undefined && topic.synced.size > 0) {
        this.#publishBook(market, topic, published)
      }
    }
  }

  #publishBook(market: Market, topic: Topic, published: Published): void {
    const book = readBook(market)
    const changes = compareBooks(published.book, book)
    if (changes === null) return
    published.past.push({ changeSet: published.changeSet, book: published.book })
    if (published.past.length > KEPT_BOOKS) published.past.shift()
    published.changeSet += 1
    published.book = book
    const frame =
      topic.channel === 'obdiff'
        ? differenceFrame(market.pair, published.changeSet, changes, topic)
        : bookFrame(market.pair, published.changeSet, book, topic)
    send(topic.synced, frame)
  }

  #sendTicker(subscription: Subscription, sink: Sink): void {
    const { exchange } = this.#options
    const market = exchange.markets.get(subscription.event)
    if (subscription.event === 'all') sink(allTickersFrame(exchange, subscription))
    else if (market !== undefined) sink(tickerFrame(market, exchange.now(), subscription))
  }

  #onTrade(symbol: string, trade: Market['trades'][number]): void {
    const market = this.#options.exchange.market(symbol)
    for (const topic of this.#topics.values()) {
      if (topic.channel === 'trade' && topic.event === symbol) send(topic.sinks, tradeFrame(market.pair, trade, topic))
      if (topic.channel === 'tradeview' && topic.event.startsWith(`${symbol}_`)) this.#sendCandle(topic, topic.sinks)
    }
  }

  /** `event` is pair and resolution with an underscore between. */
  #sendCandle(subscription: Subscription, sinks: Iterable<Sink>): void {
    const [symbol = '', name = ''] = subscription.event.split('_')
    const market = this.#options.exchange.markets.get(symbol)
    const resolution = readResolution(name)
    if (market === undefined || resolution === null) return
    const now = this.#options.exchange.now()
    const candle = aggregateCandles(market.candles.between(resolution.startOf(now), now), resolution.startOf).at(-1)
    if (candle !== undefined) send(sinks, candleFrame(market.pair, name, candle, subscription))
  }

  #every(periodMs: number, action: () => void): void {
    this.#pending.after(periodMs, () => {
      this.#every(periodMs, action)
      action()
    })
  }
}

function send(sinks: Iterable<Sink>, frame: Frame): void {
  for (const sink of sinks) sink(frame)
}
