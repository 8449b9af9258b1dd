import { divideHalfUp, maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, multiplyDown, toNumber, UNIT } from './amounts.ts'

/** One candle, of one minute where it was traded here. Times in milliseconds. */
export type Candle = {
  readonly time: number
  readonly interval: number
  readonly open: Amount
  high: Amount
  low: Amount
  close: Amount
  /** In base. */
  volume: Amount
  /** In quote. */
  total: Amount
}

const MINUTE = 60_000
const MAX_CANDLES = 400_000

/** The candles of one pair, oldest first. A minute without a trade has none. */
export class CandleHistory {
  #candles: Candle[] = []

  /** @returns the candles that begin in [`from`, `to`], both in milliseconds */
  between(from: number, to: number): Candle[] {
    const start = this.#firstAtOrAfter(from)
    return this.#candles.slice(start, this.#firstAtOrAfter(to + 1))
  }

  add(time: number, price: Amount, quantity: Amount): void {
    const start = time - (time % MINUTE)
    const last = this.#candles.at(-1)
    const total = multiplyDown(price, quantity)
    if (last === undefined || start >= last.time + last.interval) {
      const candle = { time: start, interval: MINUTE, open: price, high: price, low: price, close: price }
      this.#push({ ...candle, volume: quantity, total })
      return
    }
    last.high = maxOf(last.high, price)
    last.low = minOf(last.low, price)
    last.close = price
    last.volume += quantity
    last.total += total
  }

  /** Puts known history in front. `candles` rise in time and end before the first candle held. */
  prepend(candles: readonly Candle[]): void {
    const first = this.#candles[0]?.time ?? Number.POSITIVE_INFINITY
    this.#candles = [...candles.filter((candle) => candle.time < first), ...this.#candles].slice(-MAX_CANDLES)
  }

  #push(candle: Candle): void {
    this.#candles.push(candle)
    if (this.#candles.length > 1.25 * MAX_CANDLES) this.#candles = this.#candles.slice(-MAX_CANDLES)
  }

  #firstAtOrAfter(time: number): number {
    let low = 0
    let high = this.#candles.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#candles[middle]!.time < time) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Joins candles to those of a coarser interval; `startOf` gives the start of the candle that a time lies in. */
export function aggregateCandles(candles: readonly Candle[], startOf: (time: number) => number): Candle[] {
  const joined: Candle[] = []
  for (const candle of candles) {
    const time = startOf(candle.time)
    const last = joined.at(-1)
    if (last?.time !== time) {
      joined.push({ ...candle, time })
      continue
    }
    last.high = maxOf(last.high, candle.high)
    last.low = minOf(last.low, candle.low)
    last.close = candle.close
    last.volume += candle.volume
    last.total += candle.total
  }
  return joined
}

const DAY = 86_400_000

const startOf = (time: number): number => time - (time % DAY)

/** Candles of the UTC days from that of `from` to that of `to`, both in milliseconds, oldest first; the forming one too. */
export function dailyCandles(candles: CandleHistory, from: number, to: number): Candle[] {
  return aggregateCandles(candles.between(startOf(from), to), startOf)
}

/** Average price, two decimals. */
export function averageOf({ close, volume, total }: Candle): number {
  return Number(toNumber(volume === 0n ? close : (total * UNIT) / volume).toFixed(2))
}

/** From open to close, and in percent of the open with two decimals. */
export function changeOf({ open, close }: Candle): { readonly amount: Amount; readonly percent: number } {
  const amount = close - open
  const hundredths = divideHalfUp((amount < 0n ? -amount : amount) * 10_000n, open)
  return { amount, percent: (amount < 0n ? -1 : 1) * (Number(hundredths) / 100) }
}
