import { divideHalfUp, maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, UNIT } from './amounts.ts'
import type { Market } from './market.ts'

const DAY = 86_400_000

/** The last 24 hours of a pair and its best prices. */
export type Ticker = {
  readonly last: Amount
  readonly high: Amount
  readonly low: Amount
  readonly open: Amount
  readonly bid: Amount
  readonly ask: Amount
  readonly bidAmount: Amount
  readonly askAmount: Amount
  readonly volume: Amount
  /** Weighted by volume. */
  readonly average: Amount
  /** Ask less open, which is what the exchange shows as the day's change. */
  readonly daily: Amount
  /** Last against open in percent, two decimals. */
  readonly dailyPercent: Amount
}

type Window = Pick<Ticker, 'high' | 'low' | 'open' | 'volume' | 'average'>

export function tickerOf(market: Market, now: number): Ticker {
  const window = windowOf(market, now)
  const [bid, ask] = [market.book.best('buy'), market.book.best('sell')]
  const askPrice = ask?.price ?? 0n
  const last = market.lastPrice
  return {
    ...window,
    last,
    bid: bid?.price ?? 0n,
    ask: askPrice,
    bidAmount: bid?.total ?? 0n,
    askAmount: ask?.total ?? 0n,
    daily: askPrice - window.open,
    dailyPercent: percentOf(last - window.open, window.open),
  }
}

function windowOf({ candles, lastPrice }: Market, now: number): Window {
  const held = candles.between(now - DAY, now)
  const first = held[0]
  if (first === undefined) return { high: lastPrice, low: lastPrice, open: lastPrice, volume: 0n, average: lastPrice }
  let { high, low } = first
  let volume = 0n
  let total = 0n
  for (const candle of held) {
    high = maxOf(high, candle.high)
    low = minOf(low, candle.low)
    volume += candle.volume
    total += candle.total
  }
  return { high, low, open: first.open, volume, average: volume === 0n ? lastPrice : (total * UNIT) / volume }
}

function percentOf(change: Amount, base: Amount): Amount {
  const step = UNIT / 100n
  const rounded = divideHalfUp((change < 0n ? -change : change) * 100n * 100n, base)
  return (change < 0n ? -rounded : rounded) * step
}
