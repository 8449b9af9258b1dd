import { type Grid, openAtOrAfter, openAtOrBefore } from './interval.ts'

/** Open times from `from` up to, not including, `to`; both lie on the grid. */
export type Span = { readonly from: number; readonly to: number }

/** A fixed stretch of the grid, the same for every download, so that all of them share its file. */
export type Page = Span & {
  /** What this download needs of it: up to here. */
  readonly required: number
  /** What can be had of it: up to here all candles are closed. */
  readonly reach: number
}

export type Plan = Span & { readonly pages: readonly Page[] }

/**
 * Pages that cover the candles which open in `[from, to)` and had closed by `closedBy`. The plan's own span is what is
 * left of the one that was asked for; it may be empty.
 */
export function planPages(grid: Grid, span: Span & { readonly closedBy: number; readonly pageCandles: number }): Plan {
  const closedEnd = openAtOrBefore(grid, span.closedBy)
  const from = openAtOrAfter(grid, span.from)
  const to = Math.max(from, Math.min(openAtOrAfter(grid, span.to), closedEnd))
  const length = span.pageCandles * grid.step
  const pages: Page[] = []
  const first = grid.origin + Math.floor((from - grid.origin) / length) * length
  for (let start = first; start < to && from < to; start += length) {
    const end = start + length
    pages.push({ from: start, to: end, required: Math.min(end, to), reach: Math.min(end, closedEnd) })
  }
  return { from, to, pages }
}
