import type { BacktestResult, CandleQuality } from '@tezgah/backtest'
import { formatNumber, formatTime } from './format.ts'

/** `12 of 60 candles, 48 missing`, or how many there are where all of them are. */
export function candleText({ manifest }: BacktestResult): string {
  const { candleCount, quality } = manifest
  const [only, ...others] = quality
  // Of several symbols each has its own gaps, which are listed below the table.
  if (others.length > 0 || only === undefined || only.missing === 0) return `${formatNumber(candleCount, 0)} candles`
  const all = formatNumber(only.count + only.missing, 0)
  return `${formatNumber(only.count, 0)} of ${all} candles, ${formatNumber(only.missing, 0)} missing`
}

/** What a reader has to know of the candles before believing a figure: gaps, empty candles, outliers. */
export function qualityNotes({ manifest }: BacktestResult, intervalMs: number): string[] {
  return manifest.quality.flatMap((quality) => notesOf(quality, intervalMs))
}

function notesOf(quality: CandleQuality, intervalMs: number): string[] {
  const { symbol, count, irregular, outliers, zeroVolume } = quality
  return [
    ...gapNote(quality, intervalMs),
    ...note(irregular, `of ${symbol} at no multiple of the interval after the one before`),
    ...note(outliers, `of ${symbol} beyond 25 times the mean move: check them`),
    ...(zeroVolume === count
      ? [`  ~ the candles of ${symbol} have no volume`]
      : note(zeroVolume, `of ${symbol} without volume`)),
  ]
}

function note(count: number, text: string): string[] {
  return count === 0 ? [] : [`  ! ${formatNumber(count, 0)} ${count === 1 ? 'candle' : 'candles'} ${text}`]
}

function gapNote({ symbol, count, gapCount, longestGap, missing }: CandleQuality, intervalMs: number): string[] {
  if (longestGap === null) return []
  const share = `${formatNumber(missing, 0)} of ${formatNumber(count + missing, 0)} candles of ${symbol} are missing`
  const longest = `${formatTime(longestGap.from, intervalMs)} to ${formatTime(longestGap.to, intervalMs)}`
  return [`  ! ${share}, in ${formatNumber(gapCount, 0)} ${gapCount === 1 ? 'gap' : 'gaps'}, the longest ${longest}`]
}
