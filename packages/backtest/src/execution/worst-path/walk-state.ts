/** How an order stands while a candle is walked. */
export const Status = {
  /** Waits for the fill of its parent. */
  waiting: 0,
  /** A trailing stop that is not active yet. */
  pending: 1,
  resting: 2,
  /** A stop or touch order that was reached, and rests at its limit. */
  triggered: 3,
  /** Works on, though not in this candle. */
  idle: 4,
  filled: 5,
  /** Cancelled, refused or expired. */
  ended: 6,
} as const
export type Status = (typeof Status)[keyof typeof Status]

/** Bits of {@link WalkState.visited}. */
export const HIGH = 1
export const LOW = 2
export const BOTH = 3

/** Where a walk through a candle stands. Lists are by the orders of the scene. */
export type WalkState = {
  price: number
  /** Which extremes the price has been at. */
  visited: number
  fills: number
  cash: number
  /** Base units by holding of the symbol. */
  readonly held: number[]
  /** Base units that orders may still take of the candle. */
  volumeLeft: number
  readonly status: Status[]
  /** Price at which the order trades or is triggered next. */
  readonly level: number[]
  /** Fill price of its parent, where the order's own prices follow from it; else 0. */
  readonly entry: number[]
  /** Base units that this candle's fills of the order have moved. */
  readonly filled: number[]
  /** The state before the last move. */
  readonly previous: WalkState | null
  /** True once a way into the same state was found that is worth less. */
  isBeaten: boolean
}

/** A copy to move on. */
export function followerOf(state: WalkState): WalkState {
  const { held, status, level, entry, filled } = state
  return {
    ...state,
    held: held.slice(),
    status: status.slice(),
    level: level.slice(),
    entry: entry.slice(),
    filled: filled.slice(),
    previous: state,
    isBeaten: false,
  }
}
