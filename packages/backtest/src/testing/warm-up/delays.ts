import { Random } from '../random.ts'

/** Delays that are always tried: what is known a candle too early shows in the first. */
const SHORT_DELAYS = [1, 2, 3] as const

/** By how many candles runs start later, ascending: a few short delays and seeded others up to `longest`. */
export function chooseDelays(longest: number, count: number, seed: number): readonly number[] {
  if (count >= longest) return Array.from({ length: longest }, (_, index) => index + 1)
  const random = new Random(seed)
  const chosen = new Set<number>(SHORT_DELAYS.slice(0, count))
  while (chosen.size < count) chosen.add(1 + random.below(longest))
  return [...chosen].sort((a, b) => a - b)
}
