import { requireWhole } from '@tezgah/core/describe'
import type { SampledBounds, SampledRange } from './result-types.ts'

/** The figures of one run along sampled paths. */
export type SampleFigures = {
  readonly finalEquity: number
  readonly maxDrawdownPct: number | null
  readonly sharpe: number | null
}

/** Most samples that are run at once. */
const MOST_SAMPLES = 10_000
const QUANTILES = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const

/**
 * Quantiles of a run's figures over `samples` runs, each along other admissible paths.
 *
 * @param runSample - repeats the run along the paths of one sample, from 0
 */
export function sampledBounds(samples: number, runSample: (sample: number) => SampleFigures): SampledBounds {
  requireWhole('samples', samples, 1, MOST_SAMPLES)
  const figures = Array.from({ length: samples }, (_, sample) => runSample(sample))
  return {
    samples,
    finalEquity: rangeOf(figures.map(({ finalEquity }) => finalEquity)),
    maxDrawdownPct: rangeOf(figures.map(({ maxDrawdownPct }) => maxDrawdownPct)),
    sharpe: rangeOf(figures.map(({ sharpe }) => sharpe)),
  }
}

/** Quantiles between two values are interpolated in proportion; `null` where a run has no such figure. */
function rangeOf(values: readonly (number | null)[]): SampledRange | null {
  const sorted = values.filter((value) => value !== null).sort((one, other) => one - other)
  if (sorted.length < values.length) return null
  const [lowest, p05, p25, median, p75, p95, highest] = QUANTILES.map((share) => quantile(sorted, share))
  return { lowest: lowest!, p05: p05!, p25: p25!, median: median!, p75: p75!, p95: p95!, highest: highest! }
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1)
  const below = Math.floor(place)
  const above = Math.min(below + 1, sorted.length - 1)
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below)
}
