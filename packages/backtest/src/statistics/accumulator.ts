import { addTo, type CompensatedSum, emptySum } from './numeric/compensated-sum.ts'

/**
 * The state of one pass along the equity marks: sums of the returns so far, and the running peak with the drawdown below it.
 *
 * A return of exactly zero changes no sum, so a segment without a position can be skipped and every bit stays the same.
 */
export type EquityAccumulator = {
  /** The mark of the candle before; for the first candle its own, so that its return is zero. */
  before: number
  /** Sum of the returns, and what rounding took from it (Ogita, Rump, Oishi 2005, algorithm Sum2). */
  sum: number
  sumError: number
  /** Squares of the returns, and four times those of the returns below zero, within the present block. */
  blockSquares: number
  blockLosses: number
  /** The same over all blocks before. */
  readonly squares: CompensatedSum
  readonly losses: CompensatedSum
  /** First candle with an equity of zero or below and a candle after it, or −1. */
  ruinIndex: number
  peak: number
  peakTime: number
  /** Lowest mark since the peak. */
  trough: number
  maxFraction: number
  maxDurationMs: number
}

/** Short enough that plain sums inside a block stay exact to 1e-12; a power of two. */
const BLOCK = 2048

/** Before the first candle. The initial cash is a peak from the open of the first candle, `peakTime`, on. */
export function createAccumulator(initialCash: number, peakTime: number): EquityAccumulator {
  return {
    before: Number.NaN,
    sum: 0,
    sumError: 0,
    blockSquares: 0,
    blockLosses: 0,
    squares: emptySum(),
    losses: emptySum(),
    ruinIndex: -1,
    peak: initialCash,
    peakTime,
    trough: initialCash,
    maxFraction: 0,
    maxDurationMs: 0,
  }
}

/** Adds the candles `from` up to `to`, whose equity is cash + quantity × price. */
export function addSegment(
  state: EquityAccumulator,
  time: Float64Array,
  price: Float64Array,
  cash: number,
  quantity: number,
  from: number,
  to: number,
): void {
  if (from === 0) state.before = cash + quantity * price[0]!
  const moving = quantity === 0 ? Math.min(from + 1, to) : to
  for (let start = from; start < moving; ) {
    const end = Math.min(start - (start % BLOCK) + BLOCK, moving)
    addHeld(state, time, price, cash, quantity, start, end)
    if (end % BLOCK === 0) endBlock(state)
    start = end
  }
  if (moving < to) skipFlat(state, time, cash, moving, to)
}

/** Ends the last block and the last drawdown, which runs until the time of the last candle. */
export function finish(state: EquityAccumulator, lastTime: number): void {
  endBlock(state)
  endDrawdown(state, lastTime)
}

/** Skips candles at which equity stays the same: no return, no new low, but the peak is held for longer. */
function skipFlat(state: EquityAccumulator, time: Float64Array, mark: number, from: number, to: number): void {
  if (!(mark > 0) && state.ruinIndex < 0) state.ruinIndex = from - 1
  if (mark === state.peak) state.peakTime = time[to - 1]!
  if (to - (to % BLOCK) > from) endBlock(state)
}

function endBlock(state: EquityAccumulator): void {
  addTo(state.squares, state.blockSquares)
  addTo(state.losses, state.blockLosses)
  state.blockSquares = 0
  state.blockLosses = 0
}

/**
 * The hot loop, in a function of its own that is called for every segment of a position: a function called often is compiled
 * early, a loop entered once is not.
 */
function addHeld(
  state: EquityAccumulator,
  time: Float64Array,
  price: Float64Array,
  cash: number,
  quantity: number,
  from: number,
  to: number,
): void {
  let { before, sum, sumError, blockSquares, blockLosses, peak, peakTime, trough } = state
  for (let i = from; i < to; i++) {
    const mark = cash + quantity * price[i]!
    if (!(before > 0)) noteRuin(state, i)
    const r = (mark - before) / before
    before = mark
    const total = sum + r
    const arrived = total - sum
    sumError += sum - (total - arrived) + (r - arrived)
    sum = total
    blockSquares += r * r
    // Twice min(r, 0), exactly. Math.min and an unpredictable branch take three times as long.
    const twiceBelow = r - Math.abs(r)
    blockLosses += twiceBelow * twiceBelow
    if (mark < peak) {
      if (mark < trough) trough = mark
      continue
    }
    if (trough < peak) {
      state.peak = peak
      state.peakTime = peakTime
      state.trough = trough
      endDrawdown(state, time[i]!)
    }
    peak = mark
    trough = mark
    peakTime = time[i]!
  }
  state.before = before
  state.sum = sum
  state.sumError = sumError
  state.blockSquares = blockSquares
  state.blockLosses = blockLosses
  state.peak = peak
  state.peakTime = peakTime
  state.trough = trough
}

function noteRuin(state: EquityAccumulator, index: number): void {
  if (state.ruinIndex < 0) state.ruinIndex = Math.max(index - 1, 0)
}

/** One division per drawdown instead of one per candle gives the same bits, because rounding is monotone. */
function endDrawdown(state: EquityAccumulator, endTime: number): void {
  if (!(state.trough < state.peak)) return
  state.maxFraction = Math.max(state.maxFraction, (state.peak - state.trough) / state.peak)
  state.maxDurationMs = Math.max(state.maxDurationMs, endTime - state.peakTime)
}

/** The deepest and the longest drawdown. */
export type MaxDrawdown = {
  /** Largest `(peak − equity) / peak`: 0 without a drawdown, 1 at an equity of zero, above 1 for a negative one. */
  readonly maxFraction: number
  /** Longest time in milliseconds from a peak until equity is back at or above it, or until the last candle. */
  readonly maxDurationMs: number
}

/** @throws RangeError if `initialCash`, the first peak, is not a finite number above zero */
export function requirePeak(initialCash: number): void {
  if (!(initialCash > 0 && Number.isFinite(initialCash))) {
    throw new RangeError(`initialCash must be a finite number above zero, received ${initialCash}`)
  }
}
