import type { Timers } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import { type Amount, amountOf, amountOfNumber, multiplyDown } from '../exchange/amounts.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import type { Side } from '../exchange/order.ts'
import { seededRandom } from '../random.ts'
import { ExternalLiquidity, type ExternalLiquidityOptions } from './external-liquidity.ts'
import type { Feed, FeedCandle, FeedTrade } from './feed.ts'

/** One thing that happens in a recording. */
type ReplayEvent = {
  readonly time: number
  readonly market: Market
  readonly price: Amount
  readonly volume: Amount
  readonly side: Side
  readonly arrival: 'walk' | 'jump'
}

/** A platform's timer holds no more than 24 days. */
const MAX_WAIT_MS = 86_400_000

/** Plays what was recorded, at the times at which it was. Equal times keep the order of the recording. */
export class RecordedFeed implements Feed {
  readonly #exchange: Exchange
  readonly #timers: Timers
  readonly #fills: 'volume' | 'all'
  readonly #events: readonly ReplayEvent[]
  readonly #books: ReadonlyMap<Market, ExternalLiquidity>
  #next = 0
  #cancel: Cancel | null = null

  constructor(
    exchange: Exchange,
    timers: Timers,
    events: readonly ReplayEvent[],
    options: ExternalLiquidityOptions & { readonly fills: 'volume' | 'all'; readonly seed: number },
  ) {
    this.#exchange = exchange
    this.#timers = timers
    this.#fills = options.fills
    this.#events = events.filter(({ time }) => time >= exchange.now()).sort((one, other) => one.time - other.time)
    this.#books = new Map(
      [...exchange.markets.values()].map((market) => {
        const random = seededRandom(options.seed, `book ${market.pair.name}`)
        return [market, new ExternalLiquidity(market, options, random)]
      }),
    )
  }

  start(): void {
    for (const [market, book] of this.#books) {
      for (const { side, price, amount } of book.offersAround(market.lastPrice)) market.quote(side, price, amount)
    }
    this.#wait()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #wait(): void {
    const moment = this.#events[this.#next]
    if (moment === undefined) return
    const delay = Math.max(0, moment.time - this.#exchange.now())
    this.#cancel = this.#timers.after(Math.min(delay, MAX_WAIT_MS), () => {
      if (delay <= MAX_WAIT_MS) {
        this.#next += 1
        this.#play(moment)
      }
      this.#wait()
    })
  }

  #play({ market, price, volume, side, arrival }: ReplayEvent): void {
    const offers = this.#books.get(market)!.offersAround(price)
    this.#exchange.move(market.pair.name, { price, volume, side, arrival, fills: this.#fills, offers })
  }
}

/** Puts the candles that ended before now into the history, where the last close becomes the price. */
export function seedCandles(market: Market, candles: readonly FeedCandle[], intervalMs: number, now: number): void {
  const past = candles.filter(({ time }) => time + intervalMs <= now)
  market.candles.prepend(
    past.map((candle) => {
      const [open, high, low, close] = pricesOf(market, candle)
      const volume = amountOfNumber(candle.volume, market.pair.baseScale)
      return {
        time: candle.time,
        interval: intervalMs,
        open,
        high,
        low,
        close,
        volume,
        total: multiplyDown(volume, close),
      }
    }),
  )
  const last = past.at(-1)
  if (last !== undefined) market.lastPrice = pricesOf(market, last)[3]
}

/**
 * The way of the price through each candle in four equal parts: open, the extreme nearer to it, the other extreme, close.
 * Each trades a quarter of the volume.
 */
export function candleEvents(market: Market, candles: readonly FeedCandle[], intervalMs: number): ReplayEvent[] {
  return candles.flatMap((candle) => {
    const [open, high, low, close] = pricesOf(market, candle)
    const path = high - open < open - low ? [open, high, low, close] : [open, low, high, close]
    const volume = amountOfNumber(candle.volume / 4, market.pair.baseScale)
    return path.map((price, part): ReplayEvent => {
      const time = part === 3 ? candle.time + intervalMs - 1 : candle.time + Math.floor((part * intervalMs) / 3)
      const side = part > 0 && price < path[part - 1]! ? 'sell' : 'buy'
      return { time, market, price, volume, side, arrival: part === 0 ? 'jump' : 'walk' }
    })
  })
}

export function tradeEvents(market: Market, trades: readonly FeedTrade[]): ReplayEvent[] {
  return trades.map(({ time, price, amount, side }) => {
    return { time, market, price: amountOf(price), volume: amountOf(amount), side, arrival: 'jump' }
  })
}

function pricesOf({ pair }: Market, candle: FeedCandle): [Amount, Amount, Amount, Amount] {
  const price = (value: number) => amountOfNumber(value, pair.priceScale)
  return [price(candle.open), price(candle.high), price(candle.low), price(candle.close)]
}
