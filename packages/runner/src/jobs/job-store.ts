import { requireWhole } from '@tezgah/core/describe'
import { RunnerError } from '../errors.ts'
import type { HeldAttempt, Idempotency, Job, JobError, JobOutcome, JobStatus, NewJob, ReleaseReason } from './job.ts'
import type { WorkerCode } from './worker-code.ts'

/** Bounds of a store. Nothing in it grows without one. */
export type StoreLimits = {
  /** Jobs that may be queued or running at once; beyond it `enqueue` rejects with `queue_full`. Default 1,000. */
  readonly maxUnfinished: number
  /** Finished jobs that are kept; the oldest are removed first, with their results and idempotency keys. Default 10,000. */
  readonly maxFinished: number
  /** Results that are kept; the least recently used are removed first, their jobs stay listed. Equal bytes are kept once. Default 1,000. */
  readonly maxResults: number
  /** Bytes of all kept results together; the newest result always stays. Default 1 GiB. */
  readonly maxResultBytes: number
  /** Crashes or missed heartbeats of its worker after which a job fails with `worker_crashed`. Default 3. */
  readonly maxWorkerCrashes: number
  /** Process crashes while it was running after which a job fails with `interrupted`. Default 100: the process is to blame, not the job. */
  readonly maxInterruptions: number
  /** Milliseconds after which the idempotency key of a job that is final may name another one. Default 86,400,000, a day. */
  readonly idempotencyTtlMs: number
  /** Milliseconds of a monotonic clock without a heartbeat after which an attempt loses its lease. Default 1,200. */
  readonly leaseMs: number
}

/** The limits used where the caller names none. */
export const DEFAULT_STORE_LIMITS: StoreLimits = {
  maxUnfinished: 1_000,
  maxFinished: 10_000,
  maxResults: 1_000,
  maxResultBytes: 1024 ** 3,
  maxWorkerCrashes: 3,
  maxInterruptions: 100,
  idempotencyTtlMs: 86_400_000,
  leaseMs: 1_200,
}

/**
 * The limits of a store, complete.
 *
 * @throws RangeError for a limit that is not a whole number from 1 up
 */
export function completeLimits(
  given: Partial<StoreLimits> = {},
  defaults: StoreLimits = DEFAULT_STORE_LIMITS,
): StoreLimits {
  const limits = { ...defaults, ...given }
  for (const [name, value] of Object.entries(limits)) requireWhole(`limits.${name}`, value, 1)
  return limits
}

/** Heartbeats within a lease: two may be late before it expires. */
const HEARTBEATS_PER_LEASE = 4

export function heartbeatMsOf({ leaseMs }: StoreLimits): number {
  return Math.max(1, Math.floor(leaseMs / HEARTBEATS_PER_LEASE))
}

/** One page of jobs, newest first. */
export type JobPage = {
  readonly jobs: readonly Job[]
  /** Pass it back to get the next page; `null` on the last one. */
  readonly nextCursor: string | null
}

/** Jobs of one page at most. */
export const MAX_PAGE = 200

export type ListOptions = {
  /** 1 … 200, default 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
  readonly status?: JobStatus | undefined
}

/** A stored result, and the latest job that has it. */
export type ResultOfJob = { readonly sha256: string; readonly job: Job }

/** Up to where a process has read the changes of a shared store. */
export type ChangeCursor = { readonly arrivals: number; readonly ends: number }

/** Changes of a store's jobs, read at one time. */
export type StoreChanges = {
  /** Jobs that were stored since the cursor, oldest first, in their present state. */
  readonly arrived: readonly Job[]
  /** Every running job, at most 1,000. */
  readonly running: readonly Job[]
  /** Jobs that have ended since the cursor, in the order of their ends. */
  readonly ended: readonly Job[]
  readonly cursor: ChangeCursor
}

/**
 * Where jobs live. Every promise that resolves stands for a state that survives the death of the process and of the machine.
 *
 * A job moves `queued → running → done | failed | cancelled` and never leaves a final state. `claim` raises the job's `attempts`;
 * `finish` and `release` name the attempt that was claimed, and a store refuses a stale one: a worker that wakes up late can
 * change nothing.
 *
 * The order of the queue: priority, then clients in turn (each client's first unfinished job, then each one's second, …), then
 * arrival. A job that is requeued keeps its place.
 */
export interface JobStore {
  /** How often a process that runs attempts has to call `heartbeat`, in milliseconds: several times within a lease. */
  readonly heartbeatMs: number
  /**
   * Stores a job, and its idempotency key in the same transaction. Resolves with one of three:
   * - the job, `queued`;
   * - the job, `done` and with `reusedFrom`: the result of an identical job is stored and `fresh` was not asked for;
   * - another job (its `id` differs): the first one of this client with this key, in its present state. Nothing was stored.
   *
   * Rejects with `idempotency_conflict` where the key was used with another digest, with `queue_full` where the job would have to wait
   * and the limit of unfinished jobs is reached.
   */
  enqueue(job: NewJob): Promise<Job>
  /** The job that a client's key names, or `null`. Rejects with `idempotency_conflict` where the key was used with another digest. */
  findByKey(client: string, idempotency: Idempotency): Promise<Job | null>
  /**
   * The first job of the queue, now `running` under a lease; or now `done` with `reusedFrom`, where an identical job's result was
   * stored while it waited and `fresh` was not asked for; or `null` where nothing is queued that may run.
   *
   * @param code - jobs of another code or of other data are passed over, and wait: `waiting` says for what. Absent: any job may run
   */
  claim(code?: WorkerCode): Promise<Job | null>
  /** Queued jobs that no worker so far may run, in the order of the queue, at most `limit`. */
  waiting(limit: number): Promise<readonly Job[]>
  /** Gives a job that waits another address, under which it may run; `null` where it does not wait any more. */
  readdress(id: string, next: Pick<NewJob, 'address' | 'spec'>): Promise<Job | null>
  /** Extends the leases of these attempts; resolves with the ids of those that are stale and have to be stopped. */
  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]>
  /** Ends the attempts whose lease has expired; resolves with their jobs: requeued, or failed at the limit of worker crashes. */
  reclaim(): Promise<readonly Job[]>
  /** Commits the end of an attempt and its result in one step; `null` when the attempt is stale. */
  finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null>
  /** Puts a running job back in the queue, or fails it where the reason's limit is reached; `null` when the attempt is stale. */
  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null>
  /** Cancels a queued or running job; `null` when it does not exist or is final already. */
  cancel(id: string): Promise<Job | null>
  get(id: string): Promise<Job | null>
  /**
   * The result's JSON bytes as the engine wrote them; `null` when there are none or retention removed them. Rejects with
   * `result_damaged` where they are missing, or do not have the sha256 of the job any more.
   */
  result(id: string): Promise<Uint8Array | null>
  /** Forgets the bytes of a damaged result, so that no job is answered with them; false where they are not kept. */
  discardResult(sha256: string): Promise<boolean>
  /** The stored result behind `after` in the order of their sha256, and a job that has it; `null` behind the last one. */
  nextResult(after: string): Promise<ResultOfJob | null>
  /** @throws RunnerError `invalid_cursor`, or RangeError for a limit out of bounds */
  list(options?: ListOptions): Promise<JobPage>
  counts(): Promise<Readonly<Record<JobStatus, number>>>
  /** Final jobs whose end has not been confirmed with `acknowledge`, oldest first, at most `limit`. */
  unacknowledged(limit: number): Promise<readonly Job[]>
  /** Records that the end of this job was delivered. Calling it twice is harmless. */
  acknowledge(id: string): Promise<void>
  /**
   * Only where several processes share the store: the changes that any of them made since `cursor`, at most 1,000 arrivals and as
   * many ends at once; the next call returns those beyond. `null` begins now: with what is running and nothing before.
   */
  changesSince?(cursor: ChangeCursor | null): Promise<StoreChanges>
  /** Jobs that are running stay so; the next process that opens the store puts them back in the queue. */
  close(): Promise<void>
}

export function idempotencyConflict(key: string): RunnerError {
  return new RunnerError('idempotency_conflict', `idempotency key "${key}" was already used with a different request`)
}

export function queueFull({ maxUnfinished: max }: StoreLimits): RunnerError {
  const message = `the queue is full: ${max} of at most ${max} jobs are queued or running (maxUnfinished)`
  return new RunnerError('queue_full', message)
}

/** @param isKept - whether there are bytes at all */
export function resultDamaged(id: string, sha256: string, isKept: boolean): RunnerError {
  const what = isKept ? `is damaged: its bytes do not have the sha256 ${sha256}` : 'is missing'
  return new RunnerError('result_damaged', `the stored result of ${id} ${what}`)
}

/** The error of a job whose worker crashed once too often. */
export function workerCrashed(times: number, { maxWorkerCrashes: max }: StoreLimits): JobError {
  const message = `the worker crashed or missed its heartbeat ${times} times (maxWorkerCrashes ${max})`
  return { code: 'worker_crashed', message, field: null }
}

/** The error of a job whose process died once too often. */
export function interrupted(times: number, { maxInterruptions: max }: StoreLimits): JobError {
  const message = `the process died ${times} times while the job was running (maxInterruptions ${max})`
  return { code: 'interrupted', message, field: null }
}
