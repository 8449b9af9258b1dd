import type { CandleDownload, Gap } from '@tezgah/btcturk/history'
import { formatNumber, formatTime } from '../output/format.ts'
import type { Style } from '../output/style.ts'
import { type Delivery, longestGap, missingCandles } from './report.ts'

const LABEL_WIDTH = 12
const MOST_LISTED = 5

export type SummaryOptions = {
  readonly style: Style
  /** The files as they were given. */
  readonly out: string
  readonly manifest: string
}

/** A download for people: what there is, what there is not, and how it came. */
export function downloadSummary(
  { download, synthetic, written }: Delivery,
  { style, out, manifest }: SummaryOptions,
): string {
  const { candles, from, to, damaged } = download
  // Each place of the span is a candle or missing, so this is exactly the interval.
  const stepMs = (to - from) / (candles.length + missingCandles(download.gaps))
  const title = `${style.bold(`${candles.symbol} ${candles.interval}`)}${synthetic ? ' (synthetic)' : ''}`
  const rows = [
    row('Candles', formatNumber(candles.length, 0)),
    ...gapRows(download.gaps, stepMs, style),
    ...discardedRows(download, stepMs),
    ...repairRows(download),
    row('Requests', requests(download)),
    ...damaged.map(({ name, reason }, index) =>
      row(index === 0 ? 'Damaged' : '', `${name}, downloaded anew: ${reason}`),
    ),
  ]
  const lines = [
    `${title}, ${formatTime(from, stepMs)} to ${formatTime(to, stepMs)} UTC`,
    '',
    ...rows,
    '',
    `  ${style.green('✓')} ${out}, ${formatNumber(written.bytes, 0)} bytes`,
    `  ${style.green('✓')} ${manifest}`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function gapRows(gaps: readonly Gap[], stepMs: number, style: Style): string[] {
  const longest = longestGap(gaps)
  if (longest === null) return [row('Gaps', 'none')]
  const shown = gaps.slice(0, MOST_LISTED)
  const left = gaps.length - shown.length
  const among = gaps.length === 1 ? '' : `, the longest ${counted(longest.missing)}`
  return [
    row('Gaps', `${formatNumber(gaps.length, 0)} of ${counted(missingCandles(gaps))} in all${among}`),
    ...shown.map((gap) => row('', gapLine(gap, stepMs, gap === longest && gaps.length > 1))),
    ...(left > 0 ? [row('', style.dim(`and ${formatNumber(left, 0)} more; all of them with --json`))] : []),
    ...(shown.includes(longest) ? [] : [row('', gapLine(longest, stepMs, true))]),
  ]
}

function gapLine({ from, to, missing }: Gap, stepMs: number, isLongest: boolean): string {
  const span = `${formatTime(from, stepMs)} to ${formatTime(to, stepMs)}`
  return `${span}  ${counted(missing)}${isLongest ? ', the longest' : ''}`
}

const REASONS = { off_grid: 'off the grid', invalid_values: 'no possible values' } as const

function discardedRows({ discarded }: CandleDownload, stepMs: number): string[] {
  const [first] = discarded
  if (first === undefined) return []
  const example = `${formatTime(first.time, Math.min(stepMs, 60_000))}, ${REASONS[first.reason]}`
  return [row('Discarded', `${counted(discarded.length)} that cannot be used, the first ${example}`)]
}

function repairRows({ repairs }: CandleDownload): string[] {
  const told = Object.entries(repairs).filter(([, count]) => count > 0)
  const text = told.map(([name, count]) => `${formatNumber(count, 0)} ${name}`).join(', ')
  return told.length === 0 ? [] : [row('Repaired', text)]
}

function requests({ requests: count, pages, fromCache }: CandleDownload): string {
  const told = count === 0 ? 'none' : formatNumber(count, 0)
  if (fromCache === 0) return told
  return `${told}, and ${formatNumber(fromCache, 0)} of ${formatNumber(pages, 0)} pages from the cache`
}

function counted(count: number): string {
  return `${formatNumber(count, 0)} ${count === 1 ? 'candle' : 'candles'}`
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`
}
