import type { BacktestResult } from '../../result/result-types.ts'
import type { Decision } from '../decisions.ts'
import { positionsAfter } from '../position.ts'

/** A run of a strategy, in the indices of the longest series. */
export type LongRun = {
  /** Candles by which it started later. */
  readonly delay: number
  readonly decisions: readonly Decision[]
  readonly result: BacktestResult
}

/**
 * How a run stands when each of its candles has closed: whether it is long, flat or short, and how many orders work.
 *
 * Two runs that stand alike can be expected to go on alike; how much is held depends on all the profits before.
 */
export function positionStates({ result }: LongRun, length: number): readonly string[] {
  const { fills, orders } = result
  const positions = positionsAfter(fills)
  const working = new Int32Array(length + 1)
  for (const { createdIndex, closedIndex } of orders) {
    working[createdIndex]!++
    if (closedIndex !== null) working[closedIndex]!--
  }
  let fill = 0
  let count = 0
  return Array.from({ length }, (_, index) => {
    while (fill < fills.length && fills[fill]!.index <= index) fill++
    count += working[index]!
    return `${sideOf(fill === 0 ? '0' : positions[fill - 1]!)} ${count}`
  })
}

function sideOf(position: string): 'flat' | 'long' | 'short' {
  if (position === '0') return 'flat'
  return position.startsWith('-') ? 'short' : 'long'
}
