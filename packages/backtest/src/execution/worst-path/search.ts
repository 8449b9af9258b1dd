import type { CandleWalk } from './candle-walk.ts'
import type { Outlook } from './outlook.ts'
import type { StateTable } from './state-table.ts'
import { BOTH, followerOf, HIGH, LOW, type WalkState } from './walk-state.ts'

/** States after which a search gives up and keeps the worst that it has found. */
export const MOST_STATES = 4096

export type Found = {
  /** The last state of the worst walk; `null` where none is worse than what the search began with. */
  readonly state: WalkState | null
  /** Worth at the close, times the sign of the search. */
  readonly worth: number
  /** True where states were left unseen. */
  readonly isCut: boolean
}

/**
 * The least that a candle can come to, over all walks that turn at `prices` only: depth first, each state once, leaving out
 * what cannot come to less than `worth`, which a walk known before has come to.
 *
 * @param prices - ascending, the open, the close and both extremes among them
 */
export function searchWalks(
  walk: CandleWalk,
  start: WalkState,
  prices: readonly number[],
  outlook: Outlook,
  table: StateTable,
  worth: number,
): Found {
  const { close } = walk.scene
  const tolerance = outlook.tolerance(start)
  let best: WalkState | null = null
  let least = worth
  const open: WalkState[] = [start]
  while (open.length > 0) {
    const state = open.pop()!
    if (state.isBeaten || outlook.least(state) >= least - tolerance) continue
    const isComplete = state.visited === BOTH && state.price === close
    if ((isComplete || walk.isOver(state)) && outlook.worth(state) < least) {
      best = state
      least = outlook.worth(state)
    }
    if (walk.isOver(state)) continue
    if (table.size >= MOST_STATES) return { state: best, worth: least, isCut: true }
    const place = placeOf(prices, state.price)
    for (const target of [prices[place - 1], prices[place + 1]]) {
      if (target === undefined) continue
      const next = followerOf(state)
      walk.moveTo(next, target)
      if (table.keep(next)) open.push(next)
    }
  }
  return { state: best, worth: least, isCut: false }
}

/** The prices at which a walk turns, from the open to the close over both extremes. */
export function turnsOf(last: WalkState, { high, low, close }: CandleWalk['scene']): number[] {
  const prices = (last.visited & HIGH) === 0 ? ((last.visited & LOW) === 0 ? [low, high] : [high]) : []
  if (prices.length === 0 && (last.visited & LOW) === 0) prices.push(low)
  for (let state: WalkState | null = last; state !== null; state = state.previous) prices.unshift(state.price)
  prices.push(close)
  return prices.filter((price, at) => {
    const before = prices[at - 1]
    const after = prices[at + 1]
    if (before === undefined || price === before) return false
    return after === undefined || after === price || after > price !== price > before
  })
}

function placeOf(prices: readonly number[], price: number): number {
  let low = 0
  let high = prices.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (prices[middle]! < price) low = middle + 1
    else high = middle
  }
  return low
}
