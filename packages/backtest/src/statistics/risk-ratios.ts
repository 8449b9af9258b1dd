import { absent, known, type Measure } from './measure.ts'
import type { ReturnMoments } from './returns.ts'

const TOO_FEW = 'fewer than two returns'
const ALL_EQUAL = 'all returns are equal, so their deviation is zero'
const NO_PERIOD = 'fewer than two candles, so the number of candles per year is unknown'

/**
 * Sharpe ratio, a plain number: mean / sample deviation (n − 1) × √periodsPerYear, risk-free rate 0.
 * Absent for fewer than two returns, for returns that are all equal, and after ruin.
 *
 * @see Sharpe (1994), "The Sharpe Ratio", Journal of Portfolio Management 21(1)
 */
export function sharpeRatio(moments: ReturnMoments, periodsPerYear: number | null): Measure {
  const obstacle = ruin(moments)
  if (obstacle) return obstacle
  if (moments.deviation === null) return absent(TOO_FEW)
  if (moments.deviation === 0) return absent(ALL_EQUAL)
  if (periodsPerYear === null) return absent(NO_PERIOD)
  return quotient(moments.mean, moments.deviation, Math.sqrt(periodsPerYear))
}

/**
 * Sortino ratio, a plain number: mean × periodsPerYear / (√mean(min(return, 0)²) × √periodsPerYear), target 0; the mean
 * under the root runs over all returns. Absent without a return, without one below zero, and after ruin.
 *
 * @see Sortino and Price (1994), "Performance Measurement in a Downside Risk Framework", Journal of Investing 3(3)
 */
export function sortinoRatio(moments: ReturnMoments, periodsPerYear: number | null): Measure {
  const obstacle = ruin(moments)
  if (obstacle) return obstacle
  if (moments.count === 0) return absent('fewer than two candles, so there is no return')
  if (moments.downsideDeviation === 0) return absent('no return is below zero')
  if (periodsPerYear === null) return absent(NO_PERIOD)
  return quotient(moments.mean, moments.downsideDeviation, Math.sqrt(periodsPerYear))
}

/**
 * Annualised volatility in percent (20 is 20 % a year): sample deviation (n − 1) × √periodsPerYear × 100.
 * Zero where all returns are equal; absent for fewer than two returns and after ruin.
 */
export function annualVolatilityPct(moments: ReturnMoments, periodsPerYear: number | null): Measure {
  const obstacle = ruin(moments)
  if (obstacle) return obstacle
  if (moments.deviation === null) return absent(TOO_FEW)
  if (periodsPerYear === null) return absent(NO_PERIOD)
  return known(moments.deviation * Math.sqrt(periodsPerYear) * 100)
}

/**
 * Calmar ratio, a plain number: CAGR in percent / maximum drawdown in percent, both over the whole run.
 * Absent where CAGR is, and without a drawdown.
 *
 * @see Young (1991), "Calmar Ratio: A Smoother Tool", Futures 20(1); there over 36 months, here over the whole run
 */
export function calmarRatio(cagrPct: Measure, maxDrawdownPct: Measure): Measure {
  if (cagrPct.value === null) return absent(`cagrPct is null: ${cagrPct.reason}`)
  if (maxDrawdownPct.value === null) return absent(`maxDrawdownPct is null: ${maxDrawdownPct.reason}`)
  if (maxDrawdownPct.value === 0) return absent('equity was never below its peak')
  return known(cagrPct.value / maxDrawdownPct.value)
}

function ruin(moments: ReturnMoments): Measure | null {
  if (moments.ruinIndex === null) return null
  return absent(`equity is zero or below at candle ${moments.ruinIndex}, so later returns are undefined`)
}

/** mean / deviation × scale; an overflow of the deviation must not pass as a ratio of zero. */
function quotient(mean: number, deviation: number, scale: number): Measure {
  return known(Number.isFinite(deviation) ? (mean / deviation) * scale : Number.NaN)
}
