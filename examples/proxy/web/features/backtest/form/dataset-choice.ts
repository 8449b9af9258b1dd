import type { Dataset } from '../../../api/documents.ts'
import type { FormMessages } from './messages.ts'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, M: 2_592_000 }

/** Seconds of an interval such as "4h", or null for one that is not known. */
export function secondsOf(interval: string): number | null {
  const [, count, unit] = /^(\d+)([smhdwM])$/.exec(interval) ?? []
  return count === undefined || unit === undefined ? null : Number(count) * (UNITS[unit] ?? 0)
}

type Chosen = readonly string[]

/** Why a dataset cannot be run beside those before it, or null. Intervals may differ. */
export function mismatch(
  { symbol }: Dataset,
  before: readonly Dataset[],
  messages: Pick<FormMessages, 'sameSymbol'>,
): string | null {
  return before.some((other) => other.symbol === symbol) ? messages.sameSymbol(symbol) : null
}

/** What is wrong with the chosen datasets, by path in the body; the executor would refuse the same. */
export function datasetErrors(
  chosen: Chosen,
  datasets: readonly Dataset[],
  messages: FormMessages,
): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {}
  const before: Dataset[] = []
  for (const [index, id] of chosen.entries()) {
    const dataset = datasets.find((one) => one.id === id)
    const error = dataset === undefined ? messages.notThere(id) : mismatch(dataset, before, messages)
    if (error !== null) errors[`datasets[${index}]`] = error
    if (dataset !== undefined) before.push(dataset)
  }
  return errors
}

/** Datasets with finer candles of the same symbol. */
export function finerThan(dataset: Dataset, datasets: readonly Dataset[]): readonly Dataset[] {
  const own = secondsOf(dataset.interval)
  return datasets.filter(({ symbol, interval }) => {
    const seconds = secondsOf(interval)
    return symbol === dataset.symbol && seconds !== null && own !== null && seconds < own
  })
}
