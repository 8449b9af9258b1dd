import { type Amount, divideHalfUp, toNumber, UNIT } from './amount.ts'
import { type Bar, joinBars } from './bars.ts'
import type { Market } from './market.ts'

const DAY = 86_400_000

const startOf = (time: number): number => time - (time % DAY)

/** Candles of the UTC days from that of `from` to that of `to`, both in milliseconds, oldest first; the forming one too. */
export function daysBetween(market: Market, from: number, to: number): Bar[] {
  return joinBars(market.bars.between(startOf(from), to), startOf)
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
