import type { Random, Timers } from '@tezgah/btcturk'
import type { Cancel } from '@tezgah/core/clock'
import { maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, multiplyDown } from '../exchange/amounts.ts'
import type { Candle } from '../exchange/candles.ts'
import type { Exchange } from '../exchange/exchange.ts'
import type { Market } from '../exchange/market.ts'
import { pick, seededRandom } from '../random.ts'
import { amountWorth, ExternalLiquidity } from './external-liquidity.ts'
import type { Feed } from './feed.ts'

const MINUTE = 60_000
const PARTS = 10_000

export type SyntheticOptions = {
  readonly everyMs: number
  readonly depth: number
  readonly churn: number
  readonly volatility: number
  readonly historyMinutes: number
}

type Walk = { readonly market: Market; readonly book: ExternalLiquidity; readonly random: Random }

/** Every pair walks at random on its own stream of chance, so that another pair changes nothing. */
export class SyntheticFeed implements Feed {
  readonly #exchange: Exchange
  readonly #timers: Timers
  readonly #options: SyntheticOptions
  readonly #walks: readonly Walk[]
  #cancel: Cancel | null = null

  constructor(exchange: Exchange, timers: Timers, options: SyntheticOptions, seed: number) {
    this.#exchange = exchange
    this.#timers = timers
    this.#options = options
    this.#walks = [...exchange.markets.values()].map((market) => {
      const random = seededRandom(seed, `walk ${market.pair.name}`)
      return { market, random, book: new ExternalLiquidity(market, options, random) }
    })
  }

  start(): void {
    for (const { market, random, book } of this.#walks) {
      market.candles.prepend(this.#history(market, random))
      for (const { side, price, amount } of book.offersAround(market.lastPrice)) market.quote(side, price, amount)
    }
    this.#wait()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #wait(): void {
    this.#cancel = this.#timers.after(this.#options.everyMs, () => {
      this.#wait()
      for (const walk of this.#walks) this.#step(walk)
    })
  }

  #step({ market, book, random }: Walk): void {
    if (market.status !== 'TRADING') return
    const price = nextPrice(market, market.lastPrice, random, this.#options.volatility)
    const volume = amountWorth(market, price, 1 + pick(random, 50))
    const side = price >= market.lastPrice ? 'buy' : 'sell'
    this.#exchange.move(market.pair.name, { price, volume, fills: 'volume', side, offers: book.offersAround(price) })
  }

  /** Candles that end at the present price. */
  #history(market: Market, random: Random): Candle[] {
    const now = this.#exchange.now()
    const candles: Candle[] = []
    let close = market.lastPrice
    for (let back = 1; back <= this.#options.historyMinutes; back += 1) {
      const open = nextPrice(market, close, random, 4 * this.#options.volatility)
      const [inner, outer] = [minOf(open, close), maxOf(open, close)]
      const low = minOf(inner, nextPrice(market, inner, random, this.#options.volatility))
      const high = maxOf(outer, nextPrice(market, outer, random, this.#options.volatility))
      const volume = amountWorth(market, close, 1 + pick(random, 500))
      const time = now - (now % MINUTE) - back * MINUTE
      candles.push({ time, interval: MINUTE, open, high, low, close, volume, total: multiplyDown(volume, close) })
      close = open
    }
    return candles.reverse()
  }
}

/** Within `volatility` ten-thousandths, most often by little; on the pair's scale and above zero. */
function nextPrice({ pair }: Market, price: Amount, random: Random, volatility: number): Amount {
  const tick = 10n ** BigInt(16 - pair.priceScale)
  const part = (random() + random() + random() - 1.5) / 1.5
  const change = (price * BigInt(Math.round(part * volatility * PARTS))) / BigInt(PARTS * PARTS)
  const rounded = ((price + change) / tick) * tick
  return maxOf(rounded, tick)
}
