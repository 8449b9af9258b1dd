import { compensatedSum } from './compensated-sum.ts'
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
  const grossProfit = compensatedSum(count, (i) => Math.max(profit[i]!, 0))
  const grossLoss = compensatedSum(count, (i) => Math.max(-profit[i]!, 0))
  return grossLoss === 0 ? absent('no closed trade lost money') : known(grossProfit / grossLoss)
}

/** Mean return of the closed trades in percent. Absent without closed trades. */
export function expectancyPct({ returnPct, count }: TradeColumns): Measure {
  return count === 0 ? absent(NO_TRADES) : known(compensatedSum(count, (i) => returnPct[i]!) / count)
}

/**
 * System quality number, a plain number: √N × mean(profit) / sample deviation (n − 1) of profit, over closed trades.
 * Absent for fewer than two closed trades and where all profits are equal.
 *
 * @see Tharp (2008), "Definitive Guide to Position Sizing"; there over R-multiples, here over profits in account currency
 */
export function systemQualityNumber({ profit, count }: TradeColumns): Measure {
  if (count < 2) return absent('fewer than two closed trades')
  if (profit.subarray(0, count).every((value) => value === profit[0]))
    return absent('all closed trades have the same profit')
  const mean = compensatedSum(count, (i) => profit[i]!) / count
  const squares = compensatedSum(count, (i) => square(profit[i]! - mean))
  const drift = compensatedSum(count, (i) => profit[i]! - mean)
  const deviation = Math.sqrt((squares - (drift * drift) / count) / (count - 1))
  return known(Number.isFinite(deviation) ? (Math.sqrt(count) * mean) / deviation : Number.NaN)
}

function square(value: number): number {
  return value * value
}
