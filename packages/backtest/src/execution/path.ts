/** How the price is assumed to move inside a candle. */
export type FixedPath = 'openHighLowClose' | 'openLowHighClose' | 'nearestExtremeFirst' | 'byColour'

export type PathCandle = { readonly open: number; readonly high: number; readonly low: number; readonly close: number }

/** True where a fixed path visits the high before the low. */
export function visitsHighFirst(path: FixedPath, { open, high, low, close }: PathCandle): boolean {
  switch (path) {
    case 'openHighLowClose':
      return true
    case 'openLowHighClose':
      return false
    case 'nearestExtremeFirst':
      return high - open < open - low
    case 'byColour':
      // A rising candle dips first, a falling one spikes first.
      return close < open
  }
}

/** What is at stake when an adaptive path has to choose; levels are infinite where there is no such order. */
export type Stakes = {
  /** Sign of the position: 1 long, −1 short, 0 flat. */
  readonly position: number
  /** Nearest buy stop above the price and sell stop below it. */
  readonly stopAbove: number
  readonly stopBelow: number
  /** Nearest sell limit above the price and buy limit below it. */
  readonly limitAbove: number
  readonly limitBelow: number
}

/**
 * The adverse event first, for `worst`: a position sees the price go against it before it goes its way. While flat, the
 * stop order that can be reached is met first, the nearer of two; and a limit order that waits to enter sees the price
 * run away from it first, so that what comes after its fill is no more than what the candle still owes.
 */
export function worstVisitsHighFirst(price: number, high: number, low: number, stakes: Stakes): boolean {
  if (stakes.position !== 0) return stakes.position < 0
  const canStopAbove = stakes.stopAbove <= high
  const canStopBelow = stakes.stopBelow >= low
  if (canStopAbove && canStopBelow) return stakes.stopAbove - price < price - stakes.stopBelow
  if (canStopAbove || canStopBelow) return canStopAbove
  return stakes.limitBelow >= low
}
