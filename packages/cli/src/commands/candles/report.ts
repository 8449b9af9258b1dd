import path from 'node:path'
import type { CandleDownload, Gap } from '@tezgah/btcturk/history'
import type { WrittenFile } from '@tezgah/btcturk/history/node'
import { formatNumber, formatTime } from '../../output/format.ts'
import type { Style } from '../../output/style.ts'

/** A manifest is read up to 64 KiB, so it lists no more than this. */
const MAX_LISTED = 100

/** Where the candles came from and where they went. */
export type Delivery = {
  readonly download: CandleDownload
  /** Address of the endpoint. */
  readonly source: string
  /** True where the exchange is on this machine: a simulator, whose prices never were on a market. */
  readonly synthetic: boolean
  readonly written: WrittenFile
}

/** `x.json` beside `x.csv`, where `tezgah backtest` looks for it; `x.parquet.json` beside `x.parquet`, so that both fit in one folder. */
export function manifestPath(out: string): string {
  return /\.csv$/i.test(out) ? out.replace(/\.csv$/i, '.json') : `${out}.json`
}

/** The file beside the candles: the manifest of a dataset, and how it was downloaded. Times are ISO 8601, UTC. */
export function manifestText({ download, source, synthetic, written }: Delivery): string {
  const { candles, from, to, gaps, discarded, repairs } = download
  const { symbol, interval, length } = candles
  const longest = longestGap(gaps)
  const manifest = {
    id: path.basename(written.path, path.extname(written.path)),
    title: `${symbol}, ${interval} candles from ${iso(from)} to ${iso(to)}`,
    symbol,
    interval,
    source,
    licence: "the exchange's terms of use",
    sha256: written.sha256,
    synthetic,
    from: iso(from),
    to: iso(to),
    candles: length,
    gaps: {
      count: gaps.length,
      missing: missingCandles(gaps),
      longest: longest === null ? null : gapText(longest),
      first: gaps.slice(0, MAX_LISTED).map(gapText),
    },
    discarded: {
      count: discarded.length,
      first: discarded.slice(0, MAX_LISTED).map(({ time, reason }) => ({ time: iso(time), reason })),
    },
    repairs,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** The output of `--json`: every gap, times in milliseconds since the epoch as in the file itself. */
export function jsonText({ download, source, synthetic, written }: Delivery, manifest: string): string {
  const { candles, ...rest } = download
  const { symbol, interval, length } = candles
  const files = { candles: written, manifest: path.resolve(manifest) }
  return `${JSON.stringify({ symbol, interval, candles: length, source, synthetic, ...rest, files })}\n`
}

function missingCandles(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { missing }) => sum + missing, 0)
}

/** The first of the longest; `null` where there is no gap. */
function longestGap(gaps: readonly Gap[]): Gap | null {
  return gaps.reduce<Gap | null>((best, gap) => (best === null || gap.missing > best.missing ? gap : best), null)
}

function gapText({ from, to, missing }: Gap) {
  return { from: iso(from), to: iso(to), missing }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}

const LABEL_WIDTH = 12
const MAX_SHOWN = 5

type SummaryOptions = {
  readonly style: Style
  /** The files as they were given. */
  readonly out: string
  readonly manifest: string
}

/** A download for people: candles, gaps, repairs and requests. */
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
  const shown = gaps.slice(0, MAX_SHOWN)
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
  const done = Object.entries(repairs).filter(([, count]) => count > 0)
  const text = done.map(([name, count]) => `${formatNumber(count, 0)} ${name}`).join(', ')
  return done.length === 0 ? [] : [row('Repaired', text)]
}

function requests({ requests: count, pages, fromCache }: CandleDownload): string {
  const sent = count === 0 ? 'none' : formatNumber(count, 0)
  if (fromCache === 0) return sent
  return `${sent}, and ${formatNumber(fromCache, 0)} of ${formatNumber(pages, 0)} pages from the cache`
}

function counted(count: number): string {
  return `${formatNumber(count, 0)} ${count === 1 ? 'candle' : 'candles'}`
}

function row(label: string, value: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${value}`
}
