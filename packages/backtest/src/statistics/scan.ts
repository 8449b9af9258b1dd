import {
  addSegment,
  createAccumulator,
  type EquityAccumulator,
  finish,
  type MaxDrawdown,
  requirePeak,
} from './accumulator.ts'
import { momentsOf, type ReturnMoments } from './moments.ts'
import { type EquityJournal, equityColumn, forEachSegment } from './segments.ts'

/** What one pass over the equity collects: the moments of the returns and the largest drawdown. */
export type EquityScan = {
  /** Number of candles. */
  readonly candles: number
  /** Equity at the last close, account currency; the initial cash without candles. */
  readonly final: number
  readonly moments: ReturnMoments
  readonly drawdown: MaxDrawdown
}

/**
 * One pass over the equity at every candle, cash + quantity × close, without storing it. Candles
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
  return scan(time, intervalMs, initialCash, (accumulator) => {
    forEachSegment(journal, initialCash, candles, (cash, quantity, from, to) => {
      addSegment(accumulator, time, close, cash, quantity, from, to)
    })
    return () => equityColumn(journal, close, initialCash)
  })
}

/**
 * The same for an equity column.
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
  return scan(time, intervalMs, initialCash, (accumulator) => {
    if (equity.length > 0) addSegment(accumulator, time, equity, 0, 1, 0, equity.length)
    return () => equity
  })
}

/** Adds all candles and returns how to write the equity out, should its moments need a second pass. */
type Pass = (accumulator: EquityAccumulator) => () => Float64Array

function scan(time: Float64Array, intervalMs: number, initialCash: number, addAll: Pass): EquityScan {
  requirePeak(initialCash)
  const candles = time.length
  const accumulator = createAccumulator(initialCash, candles > 0 ? time[0]! - intervalMs : 0)
  const column = addAll(accumulator)
  if (candles > 0) finish(accumulator, time[candles - 1]!)
  return {
    candles,
    final: candles > 0 ? accumulator.before : initialCash,
    moments: momentsOf(accumulator, candles, column),
    drawdown: { maxFraction: accumulator.maxFraction, maxDurationMs: accumulator.maxDurationMs },
  }
}

function requireSameLength(name: string, values: Float64Array, time: Float64Array): void {
  if (values.length === time.length) return
  throw new RangeError(`${name} must have one entry per candle (${time.length}), received ${values.length}`)
}
