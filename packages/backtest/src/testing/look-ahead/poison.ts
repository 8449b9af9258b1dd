import { type CandleSeries, uncheckedSeries } from '../../candles/series.ts'
import { Random } from '../random.ts'
import type { Known } from './closes.ts'

/** What stands in place of the future: nothing at all, values that are no numbers, or other candles. */
export const POISONS = ['cut', 'NaN', 'noise'] as const
export type Poison = (typeof POISONS)[number]

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const

/** A copy of `candles` of which only what is known stays; times stay as they are. */
export function poisonedCopy(candles: CandleSeries, known: Known, poison: Poison, seed: number): CandleSeries {
  const { symbol, interval, intervalMs } = candles
  const end = poison === 'cut' ? known.timed : candles.length
  const copy = uncheckedSeries(symbol, interval, intervalMs, {
    time: candles.time.slice(0, end),
    open: candles.open.slice(0, end),
    high: candles.high.slice(0, end),
    low: candles.low.slice(0, end),
    close: candles.close.slice(0, end),
    volume: candles.volume.slice(0, end),
  })
  poisonAfter(copy, known, poison, seed)
  return copy
}

export function copyOf(candles: CandleSeries): CandleSeries {
  const { length } = candles
  return poisonedCopy(candles, { closed: length, opened: length, timed: length }, 'NaN', 0)
}

/** Puts what is known of `truth` into a poisoned series, given that all that closed before the last candle is there. */
export function showKnown(candles: CandleSeries, truth: CandleSeries, { closed, opened }: Known): void {
  for (let index = closed - 1; index >= 0; index--) {
    const isShown = COLUMNS.every((name) => Object.is(candles[name][index], truth[name][index]))
    if (isShown) break
    for (const name of COLUMNS) candles[name][index] = truth[name][index]!
  }
  for (let index = closed; index < opened; index++) showOpen(candles, index, truth.open[index]!)
}

/**
 * Runs `act` while what is not known is poisoned in `candles` itself, so that code that kept the series, or a column of
 * it, reads the poison. However `act` ends, everything is as it was. A series cannot be cut in place.
 */
export function whilePoisoned<T>(candles: CandleSeries, known: Known, poison: Poison, seed: number, act: () => T): T {
  const { closed } = known
  const kept = COLUMNS.map((name) => candles[name].slice(closed))
  try {
    poisonAfter(candles, known, poison, seed)
    return act()
  } finally {
    for (const [row, name] of COLUMNS.entries()) candles[name].set(kept[row]!, closed)
  }
}

function poisonAfter(candles: CandleSeries, { closed, opened }: Known, poison: Poison, seed: number): void {
  const opens = candles.open.slice(closed, opened)
  if (poison === 'noise') fillWithNoise(candles, closed, new Random(seed + closed - 1))
  else for (const name of COLUMNS) candles[name].fill(Number.NaN, closed)
  for (const [row, open] of opens.entries()) showOpen(candles, closed + row, open)
}

/** The open of a candle that is under way has been met already; the rest of it stays poisoned, around that open. */
function showOpen({ open, high, low }: CandleSeries, index: number, price: number): void {
  open[index] = price
  high[index] = Math.max(high[index]!, price)
  low[index] = Math.min(low[index]!, price)
}

/** Sound candles around half to one and a half times the last close, each independent of the one before. */
function fillWithNoise(candles: CandleSeries, from: number, random: Random): void {
  const { open, high, low, close, volume } = candles
  const price = close[from - 1] ?? open[0]!
  for (let index = from; index < candles.length; index++) {
    const first = price * (0.5 + random.next())
    const final = price * (0.5 + random.next())
    open[index] = first
    close[index] = final
    high[index] = Math.max(first, final) * (1 + random.next() / 10)
    low[index] = Math.min(first, final) * (1 - random.next() / 10)
    volume[index] = random.below(1000)
  }
}
