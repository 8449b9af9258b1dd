import { exactChangePct } from './exact-change.ts'
import { absent, known, type Measure } from './measure.ts'
import { power } from './power.ts'

/**
 * Total return in percent (10 is +10 %): (finalEquity / initialCash − 1) × 100, from the exact amounts.
 *
 * @param initialCash - exact decimal above zero
 * @param finalEquity - exact decimal, cash plus positions at the last close
 * @throws RangeError for a string that is not a plain decimal number
 */
export function totalReturnPct(initialCash: string, finalEquity: string): Measure {
  const change = exactChangePct(initialCash, finalEquity)
  return change === null ? absent('initialCash is not above zero') : known(change)
}

/**
 * Return in percent of holding from the first close to the last: (last / first − 1) × 100, without any cost.
 * Absent without candles or where the first close is not above zero.
 */
export function buyAndHoldReturnPct(close: Float64Array): Measure {
  if (close.length === 0) return absent('there are no candles')
  const first = close[0]!
  if (!(first > 0)) return absent('the first close is not above zero')
  return known(((close[close.length - 1]! - first) / first) * 100)
}

/**
 * Compound annual growth rate in percent: ((finalEquity / initialCash)^(1 / years) − 1) × 100.
 * Absent where no time passes between the first and the last candle, and where the final equity is zero or below.
 * Also absent where so short a run would compound to more than a double can hold.
 *
 * @param initialCash - exact decimal above zero
 * @param finalEquity - exact decimal
 * @param years - time from the first to the last candle, in years of 365.25 days
 */
export function cagrPct(initialCash: string, finalEquity: string, years: number): Measure {
  if (!(years > 0)) return absent('no time passes between the first and the last candle')
  if (!(Number(initialCash) > 0)) return absent('initialCash is not above zero')
  if (!(Number(finalEquity) > 0)) return absent('the final equity is zero or below')
  const ratio = Number(finalEquity) / Number(initialCash)
  const isRepresented = ratio > 0 && Number.isFinite(ratio)
  return known(isRepresented ? (power(ratio, 1 / years) - 1) * 100 : Number.NaN)
}
