import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { CandleCache, type DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { SharedCandles } from './datasets/shared-candles.ts'
import { isRunnerError, RunnerError } from './errors.ts'
import { UserStrategies } from './isolation/user-strategies.ts'
import { type FollowedEvent, Follower } from './jobs/change-feed.ts'
import { EndRate } from './jobs/completion-rate.ts'
import { Listeners, type RunnerEvents } from './jobs/events.ts'
import type { Job, NewJob, Progress } from './jobs/job.ts'
import type { JobPage, JobStore, ListOptions } from './jobs/job-store.ts'
import { Announcer } from './jobs/outbox.ts'
import { Rehearsals } from './requests/dry-run.ts'
import { checkDefaults, type Defaults, prepareJob, readSubmitOptions, type SubmitOptions } from './requests/prepare.ts'
import { checkedConcurrency, DEFAULTS, type RunnerOptions } from './runner-options.ts'
import type { Executor } from './scheduler/attempt.ts'
import { WorkLoop } from './scheduler/work-loop.ts'
import { digestStrategies, joinStrategies, readStrategies, type StrategyMap } from './strategies/load-strategies.ts'
import { WorkerPool } from './workers/worker-pool.ts'

/** How long, after its grace, a runner that closes waits for workers to stop, for the store and for `onFinish`. */
const LAST_STEPS_MS = 2_500

/** Runs jobs from a store in worker threads. Made by `createRunner`. */
export class Runner {
  /** By name. */
  readonly strategies: StrategyMap
  /** By id. */
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: Defaults
  readonly concurrency: number
  /** Part of the address of every job, see {@link RunnerOptions}. */
  readonly strategiesVersion: string
  readonly #store: JobStore
  readonly #executor: Executor
  readonly #announcer: Announcer
  readonly #listeners: Listeners
  readonly #work: WorkLoop
  readonly #follower: Follower
  readonly #endRate = new EndRate()
  readonly #rehearsals = new Rehearsals()
  readonly #newId: () => string
  #takesJobs = true
  #closed: Promise<void> | null = null

  constructor(options: RunnerOptions, strategies: StrategyMap, strategiesVersion: string, users?: UserStrategies) {
    const { runTimeoutMs, workerMemoryMb, maxResultBytes, maxCandleBytes } = { ...DEFAULTS, ...options }
    this.strategies = joinStrategies(strategies, users?.strategies)
    this.strategiesVersion = strategiesVersion
    this.datasets = options.datasets
    this.defaults = options.defaults ?? {}
    this.concurrency = checkedConcurrency(options.concurrency, options.store.follow !== undefined)
    this.#store = options.store
    const onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)))
    this.#newId = options.newId ?? randomUUID
    this.#announcer = new Announcer(this.#store, options.onFinish ?? (async () => {}), onError)
    this.#listeners = new Listeners(onError)
    const pool = new WorkerPool({
      strategiesModule: options.strategiesModule,
      memoryMb: workerMemoryMb,
      keep: Math.max(1, this.concurrency),
    })
    this.#executor = {
      pool,
      cache: new CandleCache(pool, maxCandleBytes, runTimeoutMs),
      datasets: options.datasets,
      ...(users === undefined ? {} : { userStrategies: users }),
      maxResultBytes,
      monotonicNow: options.monotonicNow ?? (() => performance.now()),
    }
    this.#work = new WorkLoop({
      ...{ store: this.#store, executor: this.#executor, listeners: this.#listeners },
      ...{ concurrency: this.concurrency, runTimeoutMs, onError },
      onEnded: (job) => this.#ended(job),
      onBeat: () => this.#lookElsewhere(),
    })
    this.#follower = new Follower({
      store: this.#store,
      onChange: (event, job) => this.#followed(event, job),
      onError,
    })
  }

  /**
   * Checks a request and gives it an id; nothing is stored yet.
   *
   * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
   */
  prepare(request: unknown, options: SubmitOptions = {}): NewJob {
    return { ...prepareJob(request, this, this.#newId(), this.#rehearsals), ...readSubmitOptions(options, request) }
  }

  /**
   * Stores a prepared job; when the promise resolves, the job survives a power cut and will be run. Where its idempotency key came
   * before, the first job comes back: its `id` is not the prepared one. Where the result of an identical job is stored, the job is
   * `done` at once and `reusedFrom` says whose result it is.
   *
   * @throws RunnerError `queue_full` with `retryAfterMs`, `idempotency_conflict`, `closed`, `store_failed`
   */
  async submit(prepared: NewJob): Promise<Job> {
    if (!this.#takesJobs) throw new RunnerError('closed', 'the runner takes no new jobs, it is shutting down')
    const job = await this.#store.enqueue(prepared).catch((error: unknown) => Promise.reject(this.#withEstimate(error)))
    if (job.id !== prepared.id) return job
    this.#listeners.tell('queued', job)
    if (job.status === 'queued') this.#work.schedule()
    else this.#ended(job)
    return job
  }

  /** `prepare` and `submit` in one. */
  async enqueue(request: unknown, options: SubmitOptions = {}): Promise<Job> {
    return this.submit(this.prepare(request, options))
  }

  /**
   * The job that an earlier request with this key has started, or `null`. For whoever has to know before the request is recorded
   * elsewhere; `submit` looks by itself.
   *
   * @throws RunnerError `idempotency_conflict` where the key came with another request, `invalid_request` for a key that cannot be one
   */
  async replayed(request: unknown, options: SubmitOptions): Promise<Job | null> {
    const { client, idempotency } = readSubmitOptions(options, request)
    return idempotency === undefined ? null : this.#store.findByKey(client, idempotency)
  }

  get(id: string): Promise<Job | null> {
    return this.#store.get(id)
  }

  /** The result's JSON bytes; `null` while there are none, and after retention dropped them. */
  result(id: string): Promise<Uint8Array | null> {
    return this.#store.result(id)
  }

  list(options?: ListOptions): Promise<JobPage> {
    return this.#store.list(options)
  }

  /** How far a running job has come; `null` when it is not running here or has not said yet. */
  progress(id: string): Progress | null {
    return this.#work.progress(id)
  }

  /**
   * The candles of a dataset, in shared memory: look, do not write.
   *
   * @throws RunnerError `unknown_dataset`, or `invalid_dataset` when its file cannot be read as candles
   */
  async candles(datasetId: string): Promise<SharedCandles> {
    const dataset = this.datasets.get(datasetId)
    if (dataset === undefined) throw new RunnerError('unknown_dataset', `no dataset "${datasetId}"`)
    const loaded = await this.#executor.cache.get(dataset)
    if (loaded.type === 'loaded') return loaded.candles
    const reason = loaded.type === 'refused' ? loaded.error.message : `reading it ended with "${loaded.type}"`
    throw new RunnerError('invalid_dataset', `dataset "${datasetId}": ${reason}`)
  }

  /** First and last open time and count of a dataset's candles, once they have been read; `null` before. */
  extent(datasetId: string): DatasetExtent | null {
    const dataset = this.datasets.get(datasetId)
    return dataset === undefined ? null : this.#executor.cache.extent(dataset)
  }

  /** Cancels a queued or running job and frees its core; `null` when there is nothing left to cancel. */
  async cancel(id: string): Promise<Job | null> {
    const job = await this.#store.cancel(id)
    if (job === null) return null
    this.#work.stop(id)
    this.#ended(job)
    return job
  }

  /** Listens to one kind of event; returns a function that stops listening. A listener that throws is reported to `onError`. */
  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): () => void {
    return this.#listeners.on(event, listener)
  }

  /** Takes up what the store has queued and passes on what was not. Called once, by {@link createRunner}. */
  async start(): Promise<void> {
    await this.#follower.look()
    await this.#work.start()
    await this.#announcer.announce()
  }

  /** Starts no more jobs until `resume`; new ones are taken, running ones go on. */
  pause(): void {
    this.#work.pause()
  }

  /** Undoes `pause`. */
  resume(): void {
    this.#work.resume()
  }

  /** True between `pause` and `resume`. */
  get isPaused(): boolean {
    return this.#work.isPaused
  }

  /** Takes no new jobs and runs what is queued to its end, also when paused; resolves when every end has been passed on. */
  async drain(): Promise<void> {
    this.#takesJobs = false
    this.resume()
    await this.#work.idle()
    await this.#announcer.announce()
  }

  /**
   * Stops taking jobs, gives the running ones `graceMs` to end, then stops their workers and puts their jobs back in the queue. Ends
   * within `graceMs` and 2.5 s, whatever the store and `onFinish` do. The store stays open. Calling it twice is harmless.
   */
  close(graceMs = 2_000): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    return this.#closed
  }

  async #close(graceMs: number): Promise<void> {
    this.#takesJobs = false
    const last = new AbortController()
    const ended = this.#work.close(graceMs).then(() => this.#announcer.announce())
    await Promise.race([ended, delay(graceMs + LAST_STEPS_MS, undefined, { signal: last.signal }).catch(() => {})])
    last.abort()
    this.#work.abandon()
    await this.#executor.pool.close()
  }

  /** Jobs are moved, and end, on other machines too. */
  #lookElsewhere(): void {
    this.#announcer.look()
    void this.#follower.look()
  }

  /** Another process, or this one, has moved a job. */
  #followed(event: FollowedEvent, job: Job): void {
    if (event === 'ended') this.#ended(job)
    else this.#listeners.tell(event, job)
  }

  #ended(job: Job): void {
    if (job.status === 'done' || job.status === 'failed' || job.status === 'cancelled') {
      if (!this.#listeners.tell(job.status, job)) return
    }
    this.#endRate.record(this.#executor.monotonicNow())
    void this.#announcer.announce()
  }

  #withEstimate(error: unknown): unknown {
    if (!isRunnerError(error) || error.code !== 'queue_full') return error
    return new RunnerError('queue_full', error.message, { cause: error, retryAfterMs: this.#endRate.estimateMs() })
  }
}

/**
 * Starts a runner: imports the strategies, takes up what the store has queued, and passes on ends that were not passed on before.
 *
 * @throws RunnerError `invalid_strategies`, or `unknown_strategy` / `unknown_dataset` for defaults that do not exist
 */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const strategies = await readStrategies(options.strategiesModule)
  const version = options.strategiesVersion ?? (await digestStrategies(options.strategiesModule))
  const users = options.userStrategies && (await UserStrategies.open(options.userStrategies, options.isolation))
  const runner = new Runner(options, strategies, version, users)
  checkDefaults(runner)
  await runner.start()
  return runner
}
