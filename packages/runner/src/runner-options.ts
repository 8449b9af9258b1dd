import { availableParallelism } from 'node:os'
import type { Clock } from '@tezgah/core/clock'
import { describeValue } from '@tezgah/core/describe'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { IsolationOptions } from './isolation/command.ts'
import type { UserStrategySource } from './isolation/user-modules.ts'
import type { Job, NewJob } from './jobs/job.ts'
import type { JobStore } from './jobs/job-store.ts'
import type { Defaults } from './requests/prepare.ts'

/** Options of `createRunner`. */
export type RunnerOptions = {
  /** Not closed by the runner: close it afterwards. */
  readonly store: JobStore
  /** By id, see `readDatasetFolder`. */
  readonly datasets: ReadonlyMap<string, Dataset>
  /** URL of a module that exports `strategies`; imported here and in every worker. */
  readonly strategiesModule: string
  /**
   * Identifies the state of the strategies' code: jobs run, and results are reused, only within one. Default: a digest of the module
   * and of all that it imports, packages included. Set it where strategies depend on more than that.
   */
  readonly strategiesVersion?: string
  /**
   * URL of a module that exports `createRunGuard`, for example `import.meta.resolve('@tezgah/guardrails/run-limits')`; imported
   * here and in every worker and process. Without one, requests with `limits` are refused.
   */
  readonly guardModule?: string
  /** Strategies of untrusted modules: each run has a process of its own, see `docs/user-strategies.md`. */
  readonly userStrategies?: UserStrategySource
  /**
   * What becomes of a queued job whose engine, strategy or datasets are others now. `wait`: it waits for a process that has them,
   * until `readdress` or `cancel`. `readdress`: it gets another address and runs with what is here. Default `wait`.
   */
  readonly onCodeChange?: 'wait' | 'readdress'
  /** Called before a waiting job gets another address by itself; where it rejects, the job goes on waiting. */
  readonly onReaddress?: (job: Job, address: string) => Promise<void>
  /** Milliseconds between two stored results that are looked at in the background; 0: none is. Default 2,000. */
  readonly resultCheckMs?: number
  /** Called for every stored result that was looked at in the background. */
  readonly onResultChecked?: (verdict: 'intact' | 'damaged') => void
  /** Called before a damaged result is computed again, with the job that does it; where it rejects, none is stored. */
  readonly onRepair?: (job: NewJob) => Promise<void>
  /** Limits of these processes. */
  readonly isolation?: IsolationOptions
  /** Used where a request names none; without a default, a request must. */
  readonly defaults?: Defaults
  /**
   * Runs at once, 1 … 256. Default: one less than the machine's cores, at least 1. 0, where other processes share the store: jobs are
   * accepted and left to those.
   */
  readonly concurrency?: number
  /** Wall time of one attempt; a run that needs longer is stopped and fails with `timeout`. Default 300,000 ms. */
  readonly runTimeoutMs?: number
  /** Heap of one worker in MiB. Default 2,048. */
  readonly workerMemoryMb?: number
  /** Bytes of one result; a larger one fails with `result_too_large`. Default 256 MiB. */
  readonly maxResultBytes?: number
  /** Bytes of all candles kept in memory. Default 512 MiB. */
  readonly maxCandleBytes?: number
  /**
   * Called for the end of every job, in order, at least once: after a crash it may be called again for the last ones. While it
   * rejects, later ends wait; it is called again when the next job ends, at the next start, and at intervals that grow. For jobs that
   * ended on another machine it is called within a heartbeat.
   */
  readonly onFinish?: (job: Job) => Promise<void>
  /** Called for errors that no caller waits for: a store that cannot be written, a listener that throws. Default: a process warning. */
  readonly onError?: (error: unknown) => void
  /** Default: the clock of the system. */
  readonly clock?: Clock
  /** Unique ids for jobs. Default: random UUIDs. */
  readonly newId?: () => string
}

/** Defaults of the limits. */
export const DEFAULTS: Required<
  Pick<RunnerOptions, 'runTimeoutMs' | 'workerMemoryMb' | 'maxResultBytes' | 'maxCandleBytes' | 'resultCheckMs'>
> = {
  runTimeoutMs: 300_000,
  workerMemoryMb: 2_048,
  maxResultBytes: 256 * 1024 ** 2,
  maxCandleBytes: 512 * 1024 ** 2,
  resultCheckMs: 2_000,
}

/**
 * @param isShared - whether other processes can run what this one does not
 * @throws RangeError for a number of runs at once that is not 1 … 256, or 0 where the store is shared
 */
export function checkedConcurrency(
  value: number = Math.max(1, availableParallelism() - 1),
  isShared: boolean = false,
): number {
  if (value === 0 && isShared) return value
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value
  throw new RangeError(`concurrency must be a whole number from 1 to 256, received ${describeValue(value)}`)
}
