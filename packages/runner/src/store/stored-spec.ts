import type { RunSettings } from '@tezgah/backtest'
import type { JobSpec } from '../job.ts'

/** How a job was stored while a run had one dataset and a handful of options. */
type EarlierSpec = Pick<JobSpec, 'strategy' | 'params' | 'engineVersion'> &
  Pick<RunSettings, 'account' | 'execution' | 'statistics'> & {
    readonly dataset: string
    readonly datasetSha256: string
    readonly seed: number
  }

/**
 * The inputs of a stored job, in today's words whenever it was stored; the row stays as it is, and so does its address.
 *
 * @throws TypeError when they are of no kind that this release knows
 */
export function readSpec(stored: JobSpec | EarlierSpec): JobSpec {
  if ('datasets' in stored) return stored
  if (typeof stored.dataset !== 'string') throw new TypeError('jobs.spec names no dataset')
  const { strategy, params, dataset, datasetSha256, account, execution, statistics, seed, engineVersion } = stored
  return {
    strategy,
    params,
    datasets: [{ id: dataset, sha256: datasetSha256 }],
    detail: [],
    settings: { account, execution, statistics, seed },
    engineVersion,
  }
}
