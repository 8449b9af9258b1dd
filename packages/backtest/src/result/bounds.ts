import { readDecimal } from '@tezgah/core/decimal'
import type { PathRule } from '../options/execution.ts'
import type { Bounds } from './result-types.ts'

type Figures = { readonly finalEquity: string; readonly maxDrawdownPct: number | null }

/** Repeats the run with another path of prices inside its candles. */
export type RunPath = (path: PathRule) => Figures

const PATHS: readonly PathRule[] = ['worst', 'best', 'openHighLowClose', 'openLowHighClose']

/**
 * The interval of results over the paths that are run. `worst` and `best` bound the close of each candle and not the run,
 * since decisions depend on fills, so both fixed orders of the extremes are run as well. The run's own path is always one of
 * them.
 */
export function runBounds(own: Figures & { readonly path: PathRule }, runPath: RunPath): Bounds {
  const fixed = PATHS.map((path) => (path === own.path ? own : { path, ...runPath(path) }))
  const paths = fixed.includes(own) ? fixed : [own, ...fixed]
  const equities = paths.map(({ finalEquity }) => finalEquity).sort(byValue)
  const drawdowns = paths.flatMap(({ maxDrawdownPct }) => (maxDrawdownPct === null ? [] : [maxDrawdownPct]))
  return {
    finalEquity: { lowest: equities[0]!, highest: equities[equities.length - 1]! },
    maxDrawdownPct: {
      lowest: drawdowns.length === 0 ? null : Math.min(...drawdowns),
      highest: drawdowns.length === 0 ? null : Math.max(...drawdowns),
    },
    paths,
  }
}

function byValue(one: string, other: string): number {
  return readDecimal(one).compare(readDecimal(other))
}
