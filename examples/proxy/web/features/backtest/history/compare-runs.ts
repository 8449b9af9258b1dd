import { type Fields, isFields } from '../../../api/documents.ts'
import type { RunResult } from '../../../api/result-formats.ts'
import { downsample } from '../../../charts/downsample.ts'
import { withoutRepeats } from '../result/flatten.ts'

export const MOST_COMPARED = 6

/** The ids in `?runs=a,b`, each once. */
export function idsOf(query: string | null): readonly string[] {
  return [...new Set((query ?? '').split(',').map((id) => id.trim()))].filter((id) => id !== '')
}

/** What of a result a comparison needs: the rest of it may be tens of megabytes. */
export type Compared = {
  readonly id: string
  readonly manifest: RunResult['manifest']
  readonly datasets: readonly string[]
  readonly values: RunResult['statistics']['values']
  readonly curve: { readonly time: readonly number[]; readonly share: readonly number[] }
}

const MOST_POINTS = 2_000

/** The curve with its beginning as 100, thinned out; empty where the run began with nothing. */
export function rebased({ time, equity }: RunResult['equity']): Compared['curve'] {
  const [first] = equity
  if (first === undefined || !(first > 0)) return { time: [], share: [] }
  const kept = downsample(equity, MOST_POINTS)
  return {
    time: kept.map((index) => time[index] ?? 0),
    share: kept.map((index) => (100 * (equity[index] ?? 0)) / first),
  }
}

export function comparedOf(id: string, result: RunResult, datasets: readonly string[]): Compared {
  const { manifest, statistics, equity } = result
  return { id, manifest, datasets, values: statistics.values, curve: rebased(equity) }
}

/** The figures to compare, and which end of them is the better one. */
export const FIGURES: readonly (readonly [name: string, better: 'high' | 'low' | null])[] = [
  ['returnPct', 'high'],
  ['buyAndHoldReturnPct', null],
  ['cagrPct', 'high'],
  ['annualVolatilityPct', 'low'],
  ['sharpe', 'high'],
  ['sortino', 'high'],
  ['calmar', 'high'],
  ['maxDrawdownPct', 'low'],
  ['maxDrawdownDurationMs', 'low'],
  ['exposurePct', null],
  ['tradeCount', null],
  ['winRatePct', 'high'],
  ['profitFactor', 'high'],
  ['expectancyPct', 'high'],
  ['sqn', 'high'],
  ['feesPaid', 'low'],
  ['finalEquity', 'high'],
]

/** Where the best value stands; none where fewer than two are known or all are the same. */
export function bestOf(
  values: readonly (number | string | null | undefined)[],
  better: 'high' | 'low' | null,
): ReadonlySet<number> {
  const known = values.flatMap((value) => (value === null || value === undefined ? [] : [Number(value)]))
  if (better === null || known.length < 2 || new Set(known).size === 1) return new Set()
  const best = better === 'high' ? Math.max(...known) : Math.min(...known)
  const places = values.flatMap((value, index) =>
    value !== null && value !== undefined && Number(value) === best ? [index] : [],
  )
  return new Set(places)
}

export type Difference = { readonly path: string; readonly texts: readonly (string | null)[] }

function leaves(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leaves(item, `${path}.${index + 1}`))
  if (isFields(value))
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path ? `${path}.${key}` : key))
  return [[path, value === null ? 'none' : String(value)]]
}

/** Every setting that is not the same in all; `null` where one has not got it. */
export function differencesOf(all: readonly Fields[]): readonly Difference[] {
  const maps = all.map((fields) => new Map(leaves(fields, '')))
  const paths = [...new Set(maps.flatMap((map) => [...map.keys()]))]
  return paths
    .map((path) => ({ path, texts: maps.map((map) => map.get(path) ?? null) }))
    .filter(({ texts }) => new Set(texts).size > 1)
}

/** What a run was made of, for the differences. */
export const groundOf = ({ manifest, datasets }: Compared): Fields => ({
  strategy: manifest.strategy,
  dataset: datasets.join(', '),
  params: manifest.params,
  assumptions: withoutRepeats(manifest.assumptions),
  seed: manifest.seed,
  engineVersion: manifest.engineVersion,
})

/** Why figures of these runs are not directly comparable. */
export function doubtsOf(runs: readonly Compared[]): { readonly datasets: boolean; readonly spans: boolean } {
  const differ = (texts: readonly string[]): boolean => new Set(texts).size > 1
  return {
    datasets: differ(runs.map(({ manifest }) => manifest.dataSha256)),
    spans: differ(runs.map(({ manifest }) => `${manifest.from} ${manifest.to}`)),
  }
}
