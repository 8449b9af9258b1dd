import type { RunSettings } from '@tezgah/backtest'
import type { RunLimits } from './run-limits.ts'

/** Status of a job. `done`, `failed` and `cancelled` are final. */
export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** Every status, in the order a job passes through them. */
export const JOB_STATUSES: readonly JobStatus[] = ['queued', 'running', 'done', 'failed', 'cancelled']

/** True once nothing about the job can change any more. */
export function isFinal(status: JobStatus): status is 'done' | 'failed' | 'cancelled' {
  return status === 'done' || status === 'failed' || status === 'cancelled'
}

/** Why a job failed. */
export type JobError = {
  /**
   * `timeout`: over its wall-time budget · `worker_crashed`: its worker crashed or missed its heartbeat too often · `interrupted`: its
   * process died too often · `result_too_large` · `limit_reached`: beyond the job's own limits · `memory_exceeded` · `strategy_exited`
   * and `strategy_misbehaved`: a user's strategy ended its process, or sent an invalid message · any other is a code of the engine,
   * for example `strategy_failed`.
   */
  readonly code: string
  readonly message: string
  /** The input that caused it, or `null`. */
  readonly field: string | null
}

/** A dataset as a job names it: by id, and by the sha256 (hexadecimal) that its file had when the job was accepted. */
export type DatasetRef = { readonly id: string; readonly sha256: string }

/** The inputs of one run: parameters with the strategy's defaults filled in, and the version of the engine whose defaults fill the rest. */
export type JobSpec = {
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  /** One for each symbol, in the order asked for; at least one. */
  readonly datasets: readonly DatasetRef[]
  /** Finer candles of the same symbols, for the path `detail`. */
  readonly detail: readonly DatasetRef[]
  /** As requested, without empty groups; the seed is always present. */
  readonly settings: RunSettings & { readonly seed: number }
  readonly engineVersion: string
  /** Digest of the code that computes the result. Jobs of earlier releases have none. */
  readonly engineSha256?: string
  /** Beyond them the run fails; absent where it has none. */
  readonly limits?: RunLimits
  /** Digest of the module that keeps them. */
  readonly limitsSha256?: string
  /** Which state of the strategies' code: a user's own, or the runner's `strategiesVersion`. Jobs of earlier releases have none. */
  readonly strategiesVersion?: string
}

/** Why a queued job does not run: no process that has looked at it has the code and data of its address. */
export type JobWaiting = {
  readonly reason: (typeof WAITING_REASONS)[number]
  /** Names what the job is for, and what the latest worker that refused it has. */
  readonly message: string
}

export const WAITING_REASONS = ['engine', 'limits', 'strategy', 'dataset'] as const

/** A few figures of a finished run, so that a list need not open every result. `null` where the statistic does not exist. */
export type JobSummary = Readonly<Record<string, number | string | null>>

/** Every priority, the first is served first. A lower one waits while any job of a higher one is queued. */
export const JOB_PRIORITIES = ['high', 'normal', 'low'] as const

export type JobPriority = (typeof JOB_PRIORITIES)[number]

/** The client of requests that name none. */
export const DEFAULT_CLIENT = 'anonymous'

/** A name by which a client may send the same request again without starting a second job. */
export type Idempotency = {
  /** 1 to 255 visible ASCII characters, unique for its client. */
  readonly key: string
  /** sha256 of the request that the key was first sent with, hexadecimal. */
  readonly digest: string
}

/** A job that has not been stored yet. */
export type NewJob = {
  readonly id: string
  readonly spec: JobSpec
  /** sha256 of the canonical spec, hexadecimal: equal inputs have equal addresses. */
  readonly address: string
  /** The client that sent the request: clients take turns, and keys are per client. 1 to 64 visible ASCII characters; {@link DEFAULT_CLIENT} by default. */
  readonly client?: string | undefined
  /** Default `normal`. */
  readonly priority?: JobPriority | undefined
  /** Run it although an identical job's result is stored. Default `false`. */
  readonly fresh?: boolean | undefined
  readonly idempotency?: Idempotency | undefined
}

/** One job as the store knows it. Times are epoch milliseconds. */
export type Job = Pick<NewJob, 'id' | 'spec' | 'address'> & {
  readonly client: string
  readonly priority: JobPriority
  readonly fresh: boolean
  readonly status: JobStatus
  /** While it is queued and no worker so far may run it; otherwise `null`. */
  readonly waiting: JobWaiting | null
  /**
   * The job that computed this one's result: an identical one (same `address`) whose result was stored; this one did not run, and
   * its `runMs` is `null`. `null` for a job that runs itself.
   */
  readonly reusedFrom: string | null
  /** How often the job was handed to a worker; also its fencing token. */
  readonly attempts: number
  readonly createdAt: number
  /** Start of the latest attempt, `null` before the first. */
  readonly startedAt: number | null
  readonly finishedAt: number | null
  /**
   * Milliseconds of a monotonic clock that the engine computed, without reading candles and writing the result; for a job that
   * failed, the whole of its last attempt. `null` while unfinished, and where no attempt ended by itself.
   */
  readonly runMs: number | null
  readonly summary: JobSummary | null
  readonly error: JobError | null
  /** sha256 of the result's bytes, hexadecimal; kept after retention has removed the result itself. */
  readonly resultSha256: string | null
  readonly resultBytes: number | null
}

/** How one attempt ended. */
export type JobOutcome =
  | {
      readonly status: 'done'
      readonly result: Uint8Array
      /** Of the result's bytes, hexadecimal, where it is known already; a store calculates it where it is missing. */
      readonly sha256?: string
      readonly summary: JobSummary
      readonly runMs: number
    }
  | { readonly status: 'failed'; readonly error: JobError; readonly runMs: number }

/** Why a running job is released unfinished. A crash counts against `maxWorkerCrashes` of {@link StoreLimits}, a shutdown does not. */
export type ReleaseReason = 'worker_crashed' | 'shutdown'

/** An attempt as its holder names it: `attempt` is the job's `attempts` when it was claimed. */
export type HeldAttempt = { readonly id: string; readonly attempt: number }

/** How a worker can end an attempt without an answer. */
export type WorkerFailure =
  | { readonly type: 'timeout' }
  | { readonly type: 'crashed'; readonly reason: string }
  /** Its heap was full; another attempt would fill it again. */
  | { readonly type: 'memory' }
  | { readonly type: 'aborted' }

/** Points of the equity curve that a run in progress shows at most. */
export const MAX_EQUITY_POINTS = 500

/** Progress of a run. */
export type Progress = {
  /** Candles processed; with several symbols, distinct times. */
  readonly position: number
  /** Candles of the whole run. */
  readonly length: number
  /** The equity curve so far, oldest first: at most 500 points, evenly spaced over the whole run. */
  readonly equity: PartialCurve
}

/** Columns of equal length. */
export type PartialCurve = {
  /** Open times, epoch milliseconds, UTC. */
  readonly time: readonly number[]
  /** Quote currency. */
  readonly equity: readonly number[]
}
