import type { HeldAttempt, Idempotency, Job, JobOutcome, JobStatus, NewJob, ReleaseReason } from './job.ts'

/** Bounds of a store. Nothing in it grows without one. */
export type StoreLimits = {
  /** Jobs that may be queued or running at once; beyond it `enqueue` rejects with `queue_full`. Default 1,000. */
  readonly maxUnfinished: number
  /** Finished jobs that are remembered; the oldest go first, with their results and idempotency keys. Default 10,000. */
  readonly maxFinished: number
  /** Results that are kept; those used longest ago go first, their jobs stay listed. Equal bytes are kept once. Default 1,000. */
  readonly maxResults: number
  /** Bytes of all kept results together; the newest result always stays. Default 1 GiB. */
  readonly maxResultBytes: number
  /** Deaths or silences of its worker after which a job fails with `worker_crashed`. Default 3. */
  readonly maxWorkerCrashes: number
  /** Process deaths while it was running after which a job fails with `interrupted`. Default 100: the process, not the job, is to blame. */
  readonly maxInterruptions: number
  /** Milliseconds after which the idempotency key of a job that is final may name another one. Default 86,400,000, a day. */
  readonly idempotencyTtlMs: number
  /** Milliseconds of a monotonic clock without a heartbeat after which an attempt is given up. Default 1,200. */
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

/** One page of jobs, newest first. */
export type JobPage = {
  readonly jobs: readonly Job[]
  /** Pass it back to get the next page; `null` on the last one. */
  readonly nextCursor: string | null
}

export type ListOptions = {
  /** 1 … 200, default 50. */
  readonly limit?: number | undefined
  /** `nextCursor` of the page before. */
  readonly cursor?: string | undefined
  readonly status?: JobStatus | undefined
}

/** How far a process has followed the changes of a store that others share. */
export type FollowPlace = { readonly arrivals: number; readonly ends: number }

/** What has become of the jobs of a store, at one moment. */
export type StoreChanges = {
  /** Jobs that were stored since the place before, oldest first, as they stand now. */
  readonly arrived: readonly Job[]
  /** Every job that runs, at most 1,000. */
  readonly running: readonly Job[]
  /** Jobs that have ended since the place before, in the order of their ends. */
  readonly ended: readonly Job[]
  readonly place: FollowPlace
}

/**
 * Where jobs live. Every promise that resolves stands for a state that survives the death of the process and of the machine.
 *
 * A job moves `queued → running → done | failed | cancelled` and never leaves a final state. `claim` raises the job's `attempts`;
 * whoever finishes or releases a job names the attempt it was given, and a store refuses one that is not the current: a worker
 * that wakes up late can change nothing.
 *
 * The order of the queue: priority, then clients in turn (each client's first unfinished job, then each one's second, …), then
 * arrival. A job that comes back to the queue keeps its place.
 */
export interface JobStore {
  /** How often whoever holds attempts has to call `heartbeat`, in milliseconds: several times within a lease. */
  readonly heartbeatMs: number
  /**
   * Stores a job, and its idempotency key in the same transaction. What comes back is one of three:
   * - the job, `queued`;
   * - the job, `done` and with `reusedFrom`: the result of an identical job is stored and `fresh` was not asked for;
   * - another job (its `id` differs): the first one of this client with this key, as it stands now. Nothing was stored.
   *
   * Rejects with `idempotency_conflict` where the key came with another digest, with `queue_full` where the job would have to wait
   * and the limit of unfinished jobs is reached.
   */
  enqueue(job: NewJob): Promise<Job>
  /** The job that a client's key names, or `null`. Rejects with `idempotency_conflict` where it was sent with another digest. */
  findByKey(client: string, idempotency: Idempotency): Promise<Job | null>
  /**
   * The first job of the queue, now `running` under a lease; or now `done` with `reusedFrom`, where an identical job's result was
   * stored while it waited and `fresh` was not asked for; or `null` where nothing is queued.
   */
  claim(): Promise<Job | null>
  /** Extends the leases of these attempts; returns the ids of those that are not the current ones any more and have to be stopped. */
  heartbeat(held: readonly HeldAttempt[]): Promise<readonly string[]>
  /** Gives up the attempts whose lease has run out: their jobs, queued again, or failed at the limit of worker crashes. */
  reclaim(): Promise<readonly Job[]>
  /** Commits the end of an attempt and its result in one step; `null` when the attempt is not the current one any more. */
  finish(id: string, attempt: number, outcome: JobOutcome): Promise<Job | null>
  /** Puts a running job back in the queue, or fails it where the reason's limit is reached; `null` when the attempt is stale. */
  release(id: string, attempt: number, reason: ReleaseReason): Promise<Job | null>
  /** Cancels a queued or running job; `null` when there is none with this id or it is final already. */
  cancel(id: string): Promise<Job | null>
  get(id: string): Promise<Job | null>
  /** The result's JSON bytes as the engine wrote them; `null` when there are none or retention dropped them. */
  result(id: string): Promise<Uint8Array | null>
  /** @throws RunnerError `invalid_cursor`, or RangeError for a limit out of bounds */
  list(options?: ListOptions): Promise<JobPage>
  counts(): Promise<Readonly<Record<JobStatus, number>>>
  /** Final jobs whose end has not been confirmed with `acknowledge`, oldest first, at most `limit`. */
  unacknowledged(limit: number): Promise<readonly Job[]>
  /** Remembers that the end of this job was passed on to whoever had to know. Calling it twice is harmless. */
  acknowledge(id: string): Promise<void>
  /**
   * Only where several processes share the store: what any of them did since `place`, at most 1,000 arrivals and as many ends at
   * once; those beyond come with the next call. `null` begins here, with what is running and nothing before.
   */
  follow?(place: FollowPlace | null): Promise<StoreChanges>
  /** Jobs that are running stay so; the next process that opens the store puts them back in the queue. */
  close(): Promise<void>
}
