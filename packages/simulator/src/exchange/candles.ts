import { divideHalfUp, maxOf, minOf } from '@tezgah/core/fixed-point'
import { type Amount, multiplyDown, toNumber, UNIT } from './amounts.ts'

/** One candle, of one minute where it was traded here. Times in milliseconds. */
export type Bar = {
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
const MAX_BARS = 400_000

/** The candles of one pair, oldest first. A minute without a trade has none. */
export class Bars {
  #bars: Bar[] = []

  /** @returns the bars that begin in [`from`, `to`], both in milliseconds */
  between(from: number, to: number): Bar[] {
    const start = this.#firstAtOrAfter(from)
    return this.#bars.slice(start, this.#firstAtOrAfter(to + 1))
  }

  add(time: number, price: Amount, quantity: Amount): void {
    const start = time - (time % MINUTE)
    const last = this.#bars.at(-1)
    const total = multiplyDown(price, quantity)
    if (last === undefined || start >= last.time + last.interval) {
      const bar = { time: start, interval: MINUTE, open: price, high: price, low: price, close: price }
      this.#push({ ...bar, volume: quantity, total })
      return
    }
    last.high = maxOf(last.high, price)
    last.low = minOf(last.low, price)
    last.close = price
    last.volume += quantity
    last.total += total
  }

  /** Puts known history in front. `bars` rise in time and end before the first bar held. */
  prepend(bars: readonly Bar[]): void {
    const first = this.#bars[0]?.time ?? Number.POSITIVE_INFINITY
    this.#bars = [...bars.filter((bar) => bar.time < first), ...this.#bars].slice(-MAX_BARS)
  }

  #push(bar: Bar): void {
    this.#bars.push(bar)
    if (this.#bars.length > 1.25 * MAX_BARS) this.#bars = this.#bars.slice(-MAX_BARS)
  }

  #firstAtOrAfter(time: number): number {
    let low = 0
    let high = this.#bars.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#bars[middle]!.time < time) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Joins bars to those of a coarser interval; `startOf` gives the start of the bar that a time lies in. */
export function joinBars(bars: readonly Bar[], startOf: (time: number) => number): Bar[] {
  const joined: Bar[] = []
  for (const bar of bars) {
    const time = startOf(bar.time)
    const last = joined.at(-1)
    if (last?.time !== time) {
      joined.push({ ...bar, time })
      continue
    }
    last.high = maxOf(last.high, bar.high)
    last.low = minOf(last.low, bar.low)
    last.close = bar.close
    last.volume += bar.volume
    last.total += bar.total
  }
  return joined
}

const DAY = 86_400_000

const startOf = (time: number): number => time - (time % DAY)

/** Candles of the UTC days from that of `from` to that of `to`, both in milliseconds, oldest first; the forming one too. */
export function daysBetween(bars: Bars, from: number, to: number): Bar[] {
  return joinBars(bars.between(startOf(from), to), startOf)
}

/** Average price, two decimals. */
export function averageOf({ close, volume, total }: Bar): number {
  return Number(toNumber(volume === 0n ? close : (total * UNIT) / volume).toFixed(2))
}

/** From open to close, and in percent of the open with two decimals. */
export function changeOf({ open, close }: Bar): { readonly amount: Amount; readonly percent: number } {
  const amount = close - open
  const hundredths = divideHalfUp((amount < 0n ? -amount : amount) * 10_000n, open)
  return { amount, percent: (amount < 0n ? -1 : 1) * (Number(hundredths) / 100) }
}
