import { hash } from 'node:crypto'
import { backtest, createSeries, type FullStatistics, type Strategy } from '@tezgah/backtest'
import { readStrategies } from '@tezgah/runner'
import type { StatisticsTask } from './tasks.ts'

/** A run whose result is no more what it was: of other code, mostly. */
export class NotReproducible extends Error {
  override readonly name = 'NotReproducible'
}

/**
 * The full statistics of a run that has ended. The same inputs give the same bytes; that they do is checked.
 *
 * @throws NotReproducible
 */
export async function rerun(task: StatisticsTask): Promise<FullStatistics> {
  const { spec, candles, detail, convention, riskFreeRate } = task
  const strategy: Strategy | undefined = (await readStrategies(task.strategiesModule)).get(spec.strategy)
  if (strategy === undefined) throw new NotReproducible(`The strategy ${spec.strategy} is not here any more.`)
  const { execution, ...others } = spec.settings
  const result = backtest({
    strategy,
    candles: candles.map((columns) => createSeries(columns)),
    params: spec.params,
    ...others,
    execution:
      detail.length === 0 ? execution : { ...execution, detail: detail.map((columns) => createSeries(columns)) },
  })
  if (hash('sha256', JSON.stringify(result)) !== task.resultSha256)
    throw new NotReproducible('Its inputs give another result today: strategy or engine have changed since.')
  return result.fullStatistics({
    ...(convention === undefined ? {} : { convention }),
    ...(riskFreeRate === undefined ? {} : { riskFreeRate }),
  })
}
