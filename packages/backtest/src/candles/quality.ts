import { DAY_MS } from '@tezgah/core/clock'
import type { CandleSeries } from './series.ts'
import { openHours, WEEK_MS } from './sessions.ts'

/** A run of candles that a series lacks. */
export type CandleGap = {
  /** Open time of the first one missing, epoch milliseconds, UTC. */
  readonly from: number
  /** Open time of the candle after the gap. */
  readonly to: number
  /** Candles missing. */
  readonly missing: number
}

/** What there is to know of a series before its results are believed. Nothing of it is an error. */
export type CandleQuality = {
  readonly symbol: string
  /** Candles that are there. */
  readonly count: number
  /** Candles that are not: from the first to the last one, by the interval, outside of sessions none. */
  readonly missing: number
  readonly gapCount: number
  /** The first of the longest gaps, `null` where nothing is missing. */
  readonly longestGap: CandleGap | null
  /** True where the market closes at the same hours of each week, so that nothing is missing then. */
  readonly hasSessions: boolean
  /** Of a market with sessions, gaps of a day and longer but shorter than a week: taken for holidays, not for missing candles. */
  readonly holidayGaps: number
  /** Candles that open at no multiple of the interval after the one before. */
  readonly irregular: number
  /** Candles in which nothing was traded. */
  readonly zeroVolume: number
  /** Candles whose high or low is farther from the close before than 25 times the mean move from close to close. */
  readonly outliers: number
}

const OUTLIER_MOVES = 25

// Runs over the same candles, such as those of a sweep, look once.
const known = new WeakMap<CandleSeries, CandleQuality>()

/**
 * Gaps, empty candles and outliers of a series. Two passes; kept with the series.
 *
 * A market is known by its own candles: an hour of the week (of daily candles a weekday) in which fewer than a tenth of the
 * candles are there, twice or more and outside of gaps of a week and longer, is one in which it is closed, if such hours hold
 * three quarters of what is missing.
 */
export function candleQuality(candles: CandleSeries): CandleQuality {
  const before = known.get(candles)
  if (before !== undefined) return before
  const quality = inspect(candles)
  known.set(candles, quality)
  return quality
}

function inspect(candles: CandleSeries): CandleQuality {
  const { symbol, length, volume } = candles
  let zeroVolume = 0
  for (let index = 0; index < length; index++) if (volume[index] === 0) zeroVolume++
  return { symbol, count: length, ...findGaps(candles), zeroVolume, outliers: countOutliers(candles) }
}

type Gaps = Pick<CandleQuality, 'missing' | 'gapCount' | 'longestGap' | 'hasSessions' | 'holidayGaps' | 'irregular'>

function findGaps({ intervalMs, length, time }: CandleSeries): Gaps {
  let irregular = 0
  const gaps: CandleGap[] = []
  for (let index = 1; index < length; index++) {
    const step = time[index]! - time[index - 1]!
    if (step === intervalMs) continue
    if (step % intervalMs !== 0) irregular++
    // Rounded, so that a day of 23 or 25 hours is one day.
    const missing = Math.round(step / intervalMs) - 1
    if (missing > 0) gaps.push({ from: time[index - 1]! + intervalMs, to: time[index]!, missing })
  }
  const isOpen = openHours(time, intervalMs, gaps)
  const missed = isOpen === null ? gaps : gaps.map((gap) => withinSessions(gap, intervalMs, isOpen))
  const isHoliday = ({ from, to }: CandleGap): boolean => isOpen !== null && to - from >= DAY_MS && to - from < WEEK_MS
  const real = missed.filter((gap) => gap.missing > 0 && !isHoliday(gap))
  return {
    missing: real.reduce((sum, { missing }) => sum + missing, 0),
    gapCount: real.length,
    longestGap: real.reduce<CandleGap | null>((best, gap) => (gap.missing > (best?.missing ?? 0) ? gap : best), null),
    hasSessions: isOpen !== null,
    holidayGaps: missed.filter((gap) => gap.missing > 0 && isHoliday(gap)).length,
    irregular,
  }
}

/** The same gap with the candles alone that a session would have had. */
function withinSessions(gap: CandleGap, intervalMs: number, isOpen: (time: number) => boolean): CandleGap {
  let missing = 0
  for (let at = 0; at < gap.missing; at++) if (isOpen(gap.from + at * intervalMs)) missing++
  return { ...gap, missing }
}

function countOutliers({ close, high, length, low }: CandleSeries): number {
  let sum = 0
  for (let index = 1; index < length; index++) sum += Math.abs(close[index]! / close[index - 1]! - 1)
  const most = 1 + (OUTLIER_MOVES * sum) / Math.max(length - 1, 1)
  let outliers = 0
  for (let index = 1; index < length; index++) {
    const last = close[index - 1]!
    if (high[index]! > last * most || low[index]! * most < last) outliers++
  }
  return outliers
}
