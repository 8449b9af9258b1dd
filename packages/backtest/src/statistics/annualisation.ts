/** One year of 365.25 days, in milliseconds. Every annual figure of this package uses this year. */
export const MS_PER_YEAR: number = 365.25 * 24 * 60 * 60 * 1000

/** Years from the first to the last candle time; 0 for fewer than two candles. */
export function observedYears(time: Float64Array): number {
  if (time.length < 2) return 0
  return (time[time.length - 1]! - time[0]!) / MS_PER_YEAR
}

/**
 * Candle steps per year as the series shows them: (candles − 1) / years. Gaps count, so daily candles of a stock
 * exchange give about 252 and those of a market that never closes 365.25.
 *
 * @returns `null` for fewer than two candles
 */
export function observedPeriodsPerYear(time: Float64Array): number | null {
  const years = observedYears(time)
  return years > 0 ? (time.length - 1) / years : null
}
