import { Random } from '../random.ts'

/** Of a limited number of cut points, how many are kept for candles at which nothing was decided. */
const SHARE_OF_IDLE_CANDLES = 0.25

/**
 * Candles after which the future is taken away, in order: those with decisions first of all, since a decision that
 * needed the future needed the candles right after it, then others, since not to act can need the future too.
 *
 * @param deciding - candles at which something was decided, ascending and without repetition
 * @param candidates - number of candles that have a future: the first ones
 */
export function chooseCutPoints(
  deciding: readonly number[],
  candidates: number,
  limit: number,
  seed: number,
): readonly number[] {
  const random = new Random(seed)
  const busy = deciding.filter((index) => index < candidates)
  if (limit >= candidates) return Array.from({ length: candidates }, (_, index) => index)
  const isBusy = new Set(busy)
  const idleCount = candidates - isBusy.size
  const room = Math.min(idleCount, Math.floor(limit * SHARE_OF_IDLE_CANDLES))
  const chosen = new Set(sample(busy, Math.min(busy.length, limit - room), random))
  const rest = Math.min(limit, chosen.size + idleCount)
  while (chosen.size < rest) {
    const index = random.below(candidates)
    if (!isBusy.has(index)) chosen.add(index)
  }
  return [...chosen].sort((a, b) => a - b)
}

/** `count` different items, each as likely as any other. */
function sample(items: readonly number[], count: number, random: Random): number[] {
  const left = [...items]
  return Array.from({ length: count }, (_, taken) => {
    const pick = taken + random.below(left.length - taken)
    const item = left[pick]!
    left[pick] = left[taken]!
    left[taken] = item
    return item
  })
}
