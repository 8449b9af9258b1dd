import { worstVisitsHighFirst } from '../price-path.ts'
import { type CandleWalk, Rank } from './candle-walk.ts'
import { BOTH, followerOf, HIGH, Status, type WalkState } from './walk-state.ts'

/**
 * The walk that needs no search: the adverse event first, or with `sign` −1 its opposite, chosen anew after each fill.
 * Returns the state at the close.
 */
export function walkAsUsual(walk: CandleWalk, start: WalkState, sign: number): WalkState {
  const state = followerOf(start)
  const { close, high, low } = walk.scene
  while (state.visited !== BOTH) walk.step(state, visitsHighNext(walk, state, sign) ? high : low)
  walk.moveTo(state, close)
  return state
}

function visitsHighNext(walk: CandleWalk, state: WalkState, sign: number): boolean {
  if (state.visited !== 0) return (state.visited & HIGH) === 0
  const { high, low } = walk.scene
  return worstVisitsHighFirst(state.price, high, low, stakesOf(walk, state)) === sign > 0
}

function stakesOf(walk: CandleWalk, state: WalkState) {
  let [stopAbove, stopBelow] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  let [limitAbove, limitBelow] = [stopAbove, stopBelow]
  walk.scene.orders.forEach((_, at) => {
    const status = state.status[at]!
    const rank = walk.rankOf(state, at)
    if ((status !== Status.resting && status !== Status.triggered) || rank === Rank.trail) return
    const level = state.level[at]!
    const isLimit = rank === Rank.limit
    if (walk.isMetRising(state, at)) {
      if (isLimit) limitAbove = Math.min(limitAbove, level)
      else stopAbove = Math.min(stopAbove, level)
    } else if (isLimit) limitBelow = Math.max(limitBelow, level)
    else stopBelow = Math.max(stopBelow, level)
  })
  const position = Math.sign(state.held.reduce((sum, held) => sum + held, 0))
  return { position, stopAbove, stopBelow, limitAbove, limitBelow }
}
