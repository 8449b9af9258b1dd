import { type Drawdown, requirePeak } from './drawdown.ts'
import { advance, type EquityCourse, finish, startCourse } from './equity-course.ts'
import { momentsOf, type ReturnMoments } from './returns.ts'

/**
 * What an account held, as a list of changes: from candle `index[k]` on, that candle's close included, it held `cash[k]`
 * and `quantity[k]` of the symbol, until the next entry. Of several entries at one candle the last one counts.
 */
export type EquityJournal = {
  readonly length: number
  /** Candle indices, never falling. */
  readonly index: ArrayLike<number>
  /** Account currency. */
  readonly cash: ArrayLike<number>
  /** Signed quantity in base. */
  readonly quantity: ArrayLike<number>
}

/** Everything the core statistics need to know of the equity at every candle. */
export type EquityScan = {
  /** Number of candles. */
  readonly candles: number
  /** Equity at the last close, account currency; the initial cash without candles. */
  readonly final: number
  readonly moments: ReturnMoments
  readonly drawdown: Drawdown
}

/**
 * Reads the equity at every candle, cash + quantity × close, off a journal in one pass and without storing it. Candles
 * without a position cost nothing. The result has the same bits as that of `scanEquityColumn` on the equity written out.
 *
 * @param journal - the account's holdings; before its first entry equity is `initialCash`
 * @param close - closing prices, finite
 * @param time - candle open times, epoch milliseconds, same length
 * @param intervalMs - length of a candle
 * @param initialCash - above zero; a peak at the open of the first candle
 * @throws RangeError if `initialCash` is not a finite number above zero, `close` and `time` differ in length, or an index
 * of the journal is lower than the one before it
 */
export function scanEquity(
  journal: EquityJournal,
  close: Float64Array,
  time: Float64Array,
  intervalMs: number,
  initialCash: number,
): EquityScan {
  requireSameLength('close', close, time)
  const candles = close.length
  return scan(time, intervalMs, initialCash, (course) => {
    eachStretch(journal, initialCash, candles, (cash, quantity, from, to) => {
      advance(course, time, close, cash, quantity, from, to)
    })
    return () => equityColumn(journal, close, initialCash)
  })
}

/**
 * The same of an equity column.
 *
 * @param equity - one mark per candle, in account currency, taken at the candle's close
 * @throws RangeError if `initialCash` is not a finite number above zero, or `equity` and `time` differ in length
 */
export function scanEquityColumn(
  equity: Float64Array,
  time: Float64Array,
  intervalMs: number,
  initialCash: number,
): EquityScan {
  requireSameLength('equity', equity, time)
  return scan(time, intervalMs, initialCash, (course) => {
    if (equity.length > 0) advance(course, time, equity, 0, 1, 0, equity.length)
    return () => equity
  })
}

/** Equity at every candle's close, cash + quantity × close, written out. */
export function equityColumn(journal: EquityJournal, close: Float64Array, initialCash: number): Float64Array {
  const equity = new Float64Array(close.length)
  eachStretch(journal, initialCash, close.length, (cash, quantity, from, to) => {
    if (quantity === 0) equity.fill(cash, from, to)
    else for (let i = from; i < to; i++) equity[i] = cash + quantity * close[i]!
  })
  return equity
}

/** Takes a course over all candles and returns how to write the equity out, should its moments need a second pass. */
type Walk = (course: EquityCourse) => () => Float64Array

function scan(time: Float64Array, intervalMs: number, initialCash: number, walk: Walk): EquityScan {
  requirePeak(initialCash)
  const candles = time.length
  const course = startCourse(initialCash, candles > 0 ? time[0]! - intervalMs : 0)
  const column = walk(course)
  if (candles > 0) finish(course, time[candles - 1]!)
  return {
    candles,
    final: candles > 0 ? course.before : initialCash,
    moments: momentsOf(course, candles, column),
    drawdown: { maxFraction: course.maxFraction, maxDurationMs: course.maxDurationMs },
  }
}

type Stretch = (cash: number, quantity: number, from: number, to: number) => void

function eachStretch(journal: EquityJournal, initialCash: number, candles: number, visit: Stretch): void {
  let cash = initialCash
  let quantity = 0
  let from = 0
  for (let entry = 0; entry < journal.length; entry++) {
    const to = Math.min(journal.index[entry]!, candles)
    if (to > from) visit(cash, quantity, from, to)
    else if (to < from) throw new RangeError(`journal.index must never fall, entry ${entry} was ${to} after ${from}`)
    from = to
    cash = journal.cash[entry]!
    quantity = journal.quantity[entry]!
  }
  if (from < candles) visit(cash, quantity, from, candles)
}

function requireSameLength(name: string, values: Float64Array, time: Float64Array): void {
  if (values.length === time.length) return
  throw new RangeError(`${name} and time must have one entry per candle, were ${values.length} and ${time.length}`)
}
