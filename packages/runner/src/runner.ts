import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { EventEmitter } from 'eventemitter3'
import PQueue from 'p-queue'
import { Announcer } from './announcer.ts'
import { CandleCache, type DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { SharedCandles } from './datasets/load-columns.ts'
import { EndRate } from './end-rate.ts'
import { isRunnerError, RunnerError } from './errors.ts'
import type { RunnerEvents } from './events.ts'
import { type Executor, execute } from './execute.ts'
import { type FollowedEvent, Follower } from './follower.ts'
import { Heart } from './heart.ts'
import { UserStrategies } from './isolation/user-strategies.ts'
import { isFinal, type Job, type NewJob } from './job.ts'
import type { JobPage, JobStore, ListOptions } from './job-store.ts'
import type { Progress } from './partial-equity.ts'
import { persist } from './persist.ts'
import { checkDefaults, prepareJob } from './prepare.ts'
import { checkedConcurrency, DEFAULTS, type Defaults, type RunnerOptions } from './runner-options.ts'
import { joinStrategies, readStrategies, type StrategyMap } from './strategies.ts'
import { digestStrategies } from './strategies-digest.ts'
import { readSubmitOptions, type SubmitOptions } from './submit-options.ts'
import { Told } from './told.ts'
import { WorkerPool } from './worker-pool.ts'

/** How long, after its grace, a runner that closes waits for workers to stop, for the store and for `onFinish`. */
const LAST_STEPS_MS = 2_500

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

/** An attempt that this runner works on. */
type Running = { readonly attempt: number; readonly stop: AbortController; progress: Progress | null }

/** Runs jobs from a store in worker threads. Made by {@link createRunner}. */
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
  readonly #queue: PQueue
  readonly #announcer: Announcer
  readonly #events = new EventEmitter<RunnerEvents>()
  readonly #running = new Map<string, Running>()
  readonly #heart: Heart
  readonly #follower: Follower
  readonly #told = new Told()
  readonly #endRate = new EndRate()
  readonly #runTimeoutMs: number
  readonly #onError: (error: unknown) => void
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
    this.#runTimeoutMs = runTimeoutMs
    this.#onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)))
    this.#newId = options.newId ?? randomUUID
    this.#queue = new PQueue({ concurrency: Math.max(1, this.concurrency) })
    this.#announcer = new Announcer(this.#store, options.onFinish ?? (async () => {}), this.#onError)
    const pool = new WorkerPool({
      strategiesModule: options.strategiesModule,
      memoryMb: workerMemoryMb,
      // One that reads candles, where none runs jobs.
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
    this.#follower = new Follower({
      store: this.#store,
      onChange: (event, job) => this.#followed(event, job),
      onError: this.#onError,
    })
    this.#heart = new Heart({
      store: this.#store,
      monotonicNow: this.#executor.monotonicNow,
      held: () => [...this.#running].map(([id, { attempt }]) => ({ id, attempt })),
      onLost: (id) => this.#running.get(id)?.stop.abort(),
      onReclaimed: (job) => this.#settle(job),
      onBeat: () => {
        this.#lookForWork()
        void this.#follower.look()
      },
      onError: this.#onError,
    })
  }

  /**
   * Checks a request and gives it an id; nothing is stored yet.
   *
   * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
   */
  prepare(request: unknown, options: SubmitOptions = {}): NewJob {
    return { ...prepareJob(request, this, this.#newId()), ...readSubmitOptions(options, request) }
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
    this.#tell('queued', job)
    if (job.status === 'queued') this.#schedule()
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
    return this.#running.get(id)?.progress ?? null
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
    this.#running.get(id)?.stop.abort()
    this.#ended(job)
    return job
  }

  /** Listens to one kind of event; returns a function that stops listening. A listener that throws is reported to `onError`. */
  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): () => void {
    const guarded = (...args: unknown[]) => {
      try {
        Reflect.apply(listener, undefined, args)
      } catch (error) {
        this.#onError(error)
      }
    }
    this.#events.on(event, guarded as never)
    return () => void this.#events.off(event, guarded as never)
  }

  /** Takes up what the store has queued and passes on what was not. Called once, by {@link createRunner}. */
  async start(): Promise<void> {
    await this.#follower.look()
    const { queued } = await this.#store.counts()
    for (let i = 0; i < queued; i++) this.#schedule()
    this.#heart.start()
    await this.#announcer.announce()
  }

  /** Starts no more jobs until `resume`; new ones are taken, running ones go on. */
  pause(): void {
    this.#queue.pause()
  }

  /** Undoes `pause`. */
  resume(): void {
    this.#queue.start()
  }

  /** True between `pause` and `resume`. */
  get isPaused(): boolean {
    return this.#queue.isPaused
  }

  /** Takes no new jobs and runs what is queued to its end, also when paused; resolves when every end has been passed on. */
  async drain(): Promise<void> {
    this.#takesJobs = false
    this.resume()
    await this.#queue.onIdle()
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
    // Tasks that wait find the runner closed and end at once.
    this.resume()
    const stopAll = () => {
      for (const { stop } of this.#running.values()) stop.abort()
    }
    const grace = setTimeout(stopAll, graceMs)
    const last = new AbortController()
    const ended = this.#queue.onIdle().then(() => this.#announcer.announce())
    await Promise.race([ended, delay(graceMs + LAST_STEPS_MS, undefined, { signal: last.signal }).catch(() => {})])
    last.abort()
    clearTimeout(grace)
    this.#heart.stop()
    await this.#executor.pool.close()
  }

  #schedule(): void {
    if (this.concurrency === 0) return
    this.#queue.add(() => this.#runNext()).catch(this.#onError)
  }

  /** Jobs may have come in through another process that shares the store. */
  #lookForWork(): void {
    const { size, pending, isPaused } = this.#queue
    if (this.#closed === null && !isPaused && size === 0 && pending < this.concurrency) this.#schedule()
  }

  async #runNext(): Promise<void> {
    if (this.#closed !== null) return
    const job = await persist(() => this.#store.claim())
    if (job === null) return
    this.#lookForWork()
    if (job.status === 'running') await this.#run(job)
    else this.#ended(job)
  }

  async #run(job: Job): Promise<void> {
    const entry: Running = { attempt: job.attempts, stop: new AbortController(), progress: null }
    this.#running.set(job.id, entry)
    this.#tell('started', job)
    try {
      await this.#attempt(job, entry)
    } finally {
      this.#running.delete(job.id)
    }
  }

  async #attempt(job: Job, entry: Running): Promise<void> {
    const onProgress = (progress: Progress) => {
      entry.progress = progress
      this.#emit('progress', job, progress)
    }
    const ending = await execute(this.#executor, job, {
      timeoutMs: this.#runTimeoutMs,
      signal: entry.stop.signal,
      onProgress,
    })
    const next = await persist(() =>
      ending.type === 'finish'
        ? this.#store.finish(job.id, job.attempts, ending.outcome)
        : this.#store.release(job.id, job.attempts, ending.reason),
    )
    // `null`: it was cancelled, or another attempt has taken over; either way this one has no say any more.
    if (next !== null) this.#settle(next)
  }

  /** What follows from an attempt that is over. */
  #settle(job: Job): void {
    if (job.status === 'queued') {
      this.#tell('requeued', job)
      this.#schedule()
    } else this.#ended(job)
  }

  /** Another process, or this one, has moved a job. */
  #followed(event: FollowedEvent, job: Job): void {
    if (event === 'ended') this.#ended(job)
    else this.#tell(event, job)
  }

  #ended(job: Job): void {
    if (job.status === 'done' || job.status === 'failed' || job.status === 'cancelled') {
      if (!this.#tell(job.status, job)) return
    }
    this.#endRate.record(this.#executor.monotonicNow())
    void this.#announcer.announce()
  }

  #withEstimate(error: unknown): unknown {
    if (!isRunnerError(error) || error.code !== 'queue_full') return error
    return new RunnerError('queue_full', error.message, { cause: error, retryAfterMs: this.#endRate.estimateMs() })
  }

  /** @returns false where it was told before, as a change of a shared store is that was made here. Nothing is told of a job after its end. */
  #tell(event: Exclude<keyof RunnerEvents, 'progress'>, job: Job): boolean {
    const end = `${job.id} ended`
    const change = event === 'queued' ? `${job.id} queued` : `${job.id} ${event} ${job.attempts}`
    const isEnd = isFinal(job.status) && event !== 'queued'
    const isNews = !this.#told.has(end) && this.#told.add(isEnd ? end : change)
    if (isNews) this.#emit(event, job)
    return isNews
  }

  #emit<Name extends keyof RunnerEvents>(event: Name, ...args: Parameters<RunnerEvents[Name]>): void {
    this.#events.emit(event, ...(args as never))
  }
}
