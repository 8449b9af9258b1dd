import type { Klines } from '../endpoints/klines.ts'
import { type Cleaned, cleanAnswer, type DiscardedCandle, NO_REPAIRS, type Repairs } from './clean.ts'
import { type CandleColumns, joinColumns } from './columns.ts'
import { type Grid, openAtOrBefore, type TimeRange } from './grid.ts'

export type FetchedRange = {
  readonly candles: CandleColumns
  readonly discarded: readonly DiscardedCandle[]
  readonly repairs: Repairs
}

/**
 * All candles of a range, however few of them the exchange gives at a time and from either end.
 *
 * A hole at either end of an answer may be a limit on its rows; so it is asked for on its own, until the exchange has
 * sent candles up to both ends or has answered with nothing. Every answer that is not empty covers at least one place, so
 * there are at most two requests a place and one more.
 */
export async function fetchRange(
  ask: (span: TimeRange) => Promise<Klines>,
  whole: TimeRange,
  grid: Grid,
): Promise<FetchedRange> {
  const pieces: Cleaned[] = []
  const open: TimeRange[] = [whole]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const piece = cleanAnswer(await ask(span), span, grid)
    if (piece.extent === null) continue
    pieces.push(piece)
    const first = openAtOrBefore(grid, piece.extent.first)
    const next = openAtOrBefore(grid, piece.extent.last) + grid.step
    if (next < span.to) open.push({ from: next, to: span.to })
    if (first > span.from) open.push({ from: span.from, to: first })
  }
  pieces.sort((left, right) => left.extent!.first - right.extent!.first)
  return {
    candles: joinColumns(pieces.map(({ candles }) => candles)),
    discarded: pieces.flatMap(({ discarded }) => discarded),
    repairs: pieces.map(({ repairs }) => repairs).reduce(addRepairs, NO_REPAIRS),
  }
}

export function addRepairs(left: Repairs, right: Repairs): Repairs {
  return {
    duplicates: left.duplicates + right.duplicates,
    conflicts: left.conflicts + right.conflicts,
    unordered: left.unordered + right.unordered,
    outside: left.outside + right.outside,
  }
}
