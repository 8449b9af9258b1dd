import { type CandleSeries, uncheckedSeries } from '../../candles/series.ts'
import { Random } from '../random.ts'

/** What stands in place of the future: nothing at all, values that are no numbers, or other candles. */
export const POISONS = ['cut', 'NaN', 'noise'] as const
export type Poison = (typeof POISONS)[number]

const COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const

/** A copy of `candles` whose candles after `last` are poisoned; times stay as they are. */
export function poisonedCopy(candles: CandleSeries, last: number, poison: Poison, seed: number): CandleSeries {
  const { symbol, interval, intervalMs } = candles
  const end = poison === 'cut' ? last + 1 : candles.length
  const copy = uncheckedSeries(symbol, interval, intervalMs, {
    time: candles.time.slice(0, end),
    open: candles.open.slice(0, end),
    high: candles.high.slice(0, end),
    low: candles.low.slice(0, end),
    close: candles.close.slice(0, end),
    volume: candles.volume.slice(0, end),
  })
  poisonAfter(copy, last, poison, seed)
  return copy
}

/**
 * Runs `act` while the candles after `last` are poisoned in `candles` itself, so that code that kept the series, or a
 * column of it, reads the poison. However `act` ends, everything is as it was. A series cannot be cut in place.
 */
export function whilePoisoned<T>(candles: CandleSeries, last: number, poison: Poison, seed: number, act: () => T): T {
  const kept = COLUMNS.map((name) => candles[name].slice(last + 1))
  try {
    poisonAfter(candles, last, poison, seed)
    return act()
  } finally {
    for (const [row, name] of COLUMNS.entries()) candles[name].set(kept[row]!, last + 1)
  }
}

function poisonAfter(candles: CandleSeries, last: number, poison: Poison, seed: number): void {
  if (poison === 'NaN') for (const name of COLUMNS) candles[name].fill(Number.NaN, last + 1)
  if (poison === 'noise') fillWithNoise(candles, last, new Random(seed + last))
}

/** Sound candles around half to one and a half times the last close, each independent of the one before. */
function fillWithNoise(candles: CandleSeries, last: number, random: Random): void {
  const { open, high, low, close, volume } = candles
  const price = close[last] ?? open[0]!
  for (let index = last + 1; index < candles.length; index++) {
    const first = price * (0.5 + random.next())
    const final = price * (0.5 + random.next())
    open[index] = first
    close[index] = final
    high[index] = Math.max(first, final) * (1 + random.next() / 10)
    low[index] = Math.min(first, final) * (1 - random.next() / 10)
    volume[index] = random.below(1000)
  }
}
