import { addTo, emptySum, sumOf, totalOf } from './compensated-sum.ts'
import { absent, known, type Measure } from './measure.ts'

/** Closed trades in columns; only the first `count` entries of each are read. */
export type TradeColumns = {
  /** Profit in account currency after fees. */
  readonly profit: Float64Array
  /** Return in percent of the amount at entry (10 is +10 %). */
  readonly returnPct: Float64Array
  readonly count: number
}

const NO_TRADES = 'there are no closed trades'

/** Share of closed trades with a profit above zero, in percent. Absent without closed trades. */
export function winRatePct({ profit, count }: TradeColumns): Measure {
  if (count === 0) return absent(NO_TRADES)
  let wins = 0
  for (let i = 0; i < count; i++) if (profit[i]! > 0) wins++
  return known((wins / count) * 100)
}

/**
 * Profit factor, a plain number: sum of the winning trades' profits / sum of the losing trades' losses.
 * Absent without closed trades and without a losing one, where it would be infinite.
 */
export function profitFactor({ profit, count }: TradeColumns): Measure {
  if (count === 0) return absent(NO_TRADES)
  const won = emptySum()
  const lost = emptySum()
  for (let i = 0; i < count; i++) {
    if (profit[i]! > 0) addTo(won, profit[i]!)
    else addTo(lost, -profit[i]!)
  }
  const grossLoss = totalOf(lost)
  return grossLoss === 0 ? absent('no closed trade lost money') : known(quotient(totalOf(won), grossLoss))
}

/** Mean return of the closed trades in percent. Absent without closed trades. */
export function expectancyPct({ returnPct, count }: TradeColumns): Measure {
  return count === 0 ? absent(NO_TRADES) : known(sumOf(returnPct, count) / count)
}

/**
 * System quality number, a plain number: √N × mean(profit) / sample deviation (n − 1) of profit, over closed trades.
 * Absent for fewer than two closed trades and where all profits are equal.
 *
 * @see Tharp (2008), "Definitive Guide to Position Sizing Strategies"; there over R-multiples, here over profits in account currency
 */
export function systemQualityNumber({ profit, count }: TradeColumns): Measure {
  if (count < 2) return absent('fewer than two closed trades')
  // Compared value by value: rounding in the mean leaves a speck of variance in 0.1, 0.1, 0.1.
  if (allEqual(profit, count)) return absent('all closed trades have the same profit')
  const mean = sumOf(profit, count) / count
  const squares = emptySum()
  for (let i = 0; i < count; i++) addTo(squares, (profit[i]! - mean) * (profit[i]! - mean))
  const deviation = Math.sqrt(totalOf(squares) / (count - 1))
  return known(quotient(Math.sqrt(count) * mean, deviation))
}

function allEqual(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (values[i] !== values[0]) return false
  return true
}

/** An overflow below the line must not pass as a ratio of zero. */
function quotient(above: number, below: number): number {
  return Number.isFinite(below) ? above / below : Number.NaN
}
