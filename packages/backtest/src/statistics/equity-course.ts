import { addTo, type CompensatedSum, emptySum } from './compensated-sum.ts'

/**
 * Where a walk along the equity marks stands: sums of the returns so far, and the running peak with the fall below it.
 *
 * A return of exactly zero changes no sum, so a stretch without a position may be left out and every bit stays the same.
 */
export type EquityCourse = {
  /** The mark of the candle before; for the first candle its own, so that its return is zero. */
  before: number
  /** Sum of the returns, and what rounding took from it (Ogita, Rump, Oishi 2005, algorithm Sum2). */
  sum: number
  sumError: number
  /** Squares of the returns, and four times those of the returns below zero, within the present block. */
  blockSquares: number
  blockFalls: number
  /** The same over all blocks before. */
  readonly squares: CompensatedSum
  readonly falls: CompensatedSum
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

/** A course before its first candle. The initial cash is a peak from the open of the first candle, `peakTime`, on. */
export function startCourse(initialCash: number, peakTime: number): EquityCourse {
  return {
    before: Number.NaN,
    sum: 0,
    sumError: 0,
    blockSquares: 0,
    blockFalls: 0,
    squares: emptySum(),
    falls: emptySum(),
    ruinIndex: -1,
    peak: initialCash,
    peakTime,
    trough: initialCash,
    maxFraction: 0,
    maxDurationMs: 0,
  }
}

/** Takes the course over the candles `from` up to `to`, whose equity is cash + quantity × price. */
export function advance(
  course: EquityCourse,
  time: Float64Array,
  price: Float64Array,
  cash: number,
  quantity: number,
  from: number,
  to: number,
): void {
  if (from === 0) course.before = cash + quantity * price[0]!
  const moving = quantity === 0 ? Math.min(from + 1, to) : to
  for (let start = from; start < moving; ) {
    const end = Math.min(start - (start % BLOCK) + BLOCK, moving)
    follow(course, time, price, cash, quantity, start, end)
    if (end % BLOCK === 0) endBlock(course)
    start = end
  }
  if (moving < to) rest(course, time, cash, moving, to)
}

/** Ends the last block and the last fall, which runs until the time of the last candle. */
export function finish(course: EquityCourse, lastTime: number): void {
  endBlock(course)
  endFall(course, lastTime)
}

/** Passes over candles at which equity stays what it was: no return, no new low, but the peak is held for longer. */
function rest(course: EquityCourse, time: Float64Array, mark: number, from: number, to: number): void {
  if (!(mark > 0) && course.ruinIndex < 0) course.ruinIndex = from - 1
  if (mark === course.peak) course.peakTime = time[to - 1]!
  if (to - (to % BLOCK) > from) endBlock(course)
}

function endBlock(course: EquityCourse): void {
  addTo(course.squares, course.blockSquares)
  addTo(course.falls, course.blockFalls)
  course.blockSquares = 0
  course.blockFalls = 0
}

/**
 * The hot loop. It is a function of its own, called for every stretch of a position, because a function called often
 * compiles early and a loop entered once does not.
 */
function follow(
  course: EquityCourse,
  time: Float64Array,
  price: Float64Array,
  cash: number,
  quantity: number,
  from: number,
  to: number,
): void {
  let { before, sum, sumError, blockSquares, blockFalls, peak, peakTime, trough } = course
  for (let i = from; i < to; i++) {
    const mark = cash + quantity * price[i]!
    if (!(before > 0)) noteRuin(course, i)
    const r = (mark - before) / before
    before = mark
    const total = sum + r
    const arrived = total - sum
    sumError += sum - (total - arrived) + (r - arrived)
    sum = total
    blockSquares += r * r
    // Twice min(r, 0), exactly. Math.min and a branch that cannot be foreseen take three times as long.
    const twiceBelow = r - Math.abs(r)
    blockFalls += twiceBelow * twiceBelow
    if (mark < peak) {
      if (mark < trough) trough = mark
      continue
    }
    if (trough < peak) {
      course.peak = peak
      course.peakTime = peakTime
      course.trough = trough
      endFall(course, time[i]!)
    }
    peak = mark
    trough = mark
    peakTime = time[i]!
  }
  course.before = before
  course.sum = sum
  course.sumError = sumError
  course.blockSquares = blockSquares
  course.blockFalls = blockFalls
  course.peak = peak
  course.peakTime = peakTime
  course.trough = trough
}

function noteRuin(course: EquityCourse, index: number): void {
  if (course.ruinIndex < 0) course.ruinIndex = Math.max(index - 1, 0)
}

/** One division per fall instead of one per candle gives the same bits, because rounding is monotone. */
function endFall(course: EquityCourse, endTime: number): void {
  if (!(course.trough < course.peak)) return
  course.maxFraction = Math.max(course.maxFraction, (course.peak - course.trough) / course.peak)
  course.maxDurationMs = Math.max(course.maxDurationMs, endTime - course.peakTime)
}
