import path from 'node:path'
import type { CandleDownload, Gap } from '@tezgah/btcturk/history'
import type { WrittenFile } from '@tezgah/btcturk/history/node'

/** A manifest is read up to 64 KiB, so it lists no more than this. */
const MOST_LISTED = 100

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

/** What is kept beside the candles: the manifest of a dataset, with more about its making. Times are ISO 8601, UTC. */
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
      first: gaps.slice(0, MOST_LISTED).map(gapText),
    },
    discarded: {
      count: discarded.length,
      first: discarded.slice(0, MOST_LISTED).map(({ time, reason }) => ({ time: iso(time), reason })),
    },
    repairs,
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** What `--json` prints: every gap, times in milliseconds since the epoch as in the file itself. */
export function jsonText({ download, source, synthetic, written }: Delivery, manifest: string): string {
  const { candles, ...rest } = download
  const { symbol, interval, length } = candles
  const files = { candles: written, manifest: path.resolve(manifest) }
  return `${JSON.stringify({ symbol, interval, candles: length, source, synthetic, ...rest, files })}\n`
}

export function missingCandles(gaps: readonly Gap[]): number {
  return gaps.reduce((sum, { missing }) => sum + missing, 0)
}

/** The first of the longest; `null` where there is no gap. */
export function longestGap(gaps: readonly Gap[]): Gap | null {
  return gaps.reduce<Gap | null>((best, gap) => (best === null || gap.missing > best.missing ? gap : best), null)
}

function gapText({ from, to, missing }: Gap) {
  return { from: iso(from), to: iso(to), missing }
}

function iso(time: number): string {
  return new Date(time).toISOString()
}
