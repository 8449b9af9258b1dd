import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { ENGINE_VERSION } from '@tezgah/backtest'
import { systemClock } from '@tezgah/core/clock'
import { describeValue } from '@tezgah/core/describe'
import { CandleCache, type DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { SharedCandles } from './datasets/shared-candles.ts'
import { isRunnerError, RunnerError, warn } from './errors.ts'
import { UserStrategies } from './isolation/user-strategies.ts'
import { ChangeFeed, type JobChange } from './jobs/change-feed.ts'
import { CompletionRate } from './jobs/completion-rate.ts'
import { JobEvents, type RunnerEvents } from './jobs/events.ts'
import type { Job, NewJob, Progress } from './jobs/job.ts'
import type { JobPage, JobStore, ListOptions } from './jobs/job-store.ts'
import { Outbox } from './jobs/outbox.ts'
import type { EngineCode, WorkerCode } from './jobs/worker-code.ts'
import { ValidationCache } from './requests/dry-run.ts'
import {
  type Addressed,
  checkDefaults,
  type Defaults,
  prepareJob,
  readdress,
  readSubmitOptions,
  type SubmitOptions,
} from './requests/prepare.ts'
import { loadGuardModule } from './run/guard-module.ts'
import { checkedConcurrency, DEFAULTS, type RunnerOptions } from './runner-options.ts'
import type { AttemptContext } from './scheduler/attempt.ts'
import { ResultRepair } from './scheduler/result-repair.ts'
import { WorkLoop } from './scheduler/work-loop.ts'
import { joinStrategies, readStrategies, type StrategyMap, versionOf } from './strategies/load-strategies.ts'
import { digestModules } from './strategies/module-digest.ts'
import { WORKER_MODULE, WorkerPool } from './workers/worker-pool.ts'

/** How long `close` waits after the grace period for workers, for the store and for `onFinish`. */
const LAST_STEPS_MS = 2_500

/** Waiting jobs that get another address at once. */
const MAX_READDRESSED = 50

/** What this process has loaded. */
type Code = Pick<Runner, 'engine' | 'limitsSha256' | 'strategiesVersion'>

/** Runs jobs from a store in worker threads. Created by `createRunner`. */
export class Runner {
  /** By name. */
  readonly strategies: StrategyMap
  /** By id. */
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: Defaults
  readonly concurrency: number
  /** Part of the address of every job, like the next. */
  readonly engine: EngineCode
  readonly limitsSha256: string | null
  /** See {@link RunnerOptions}. */
  readonly strategiesVersion: string
  readonly #store: JobStore
  readonly #context: AttemptContext
  readonly #outbox: Outbox
  readonly #events: JobEvents
  readonly #work: WorkLoop
  readonly #changeFeed: ChangeFeed
  readonly #results: ResultRepair
  /** Digest of the strategies that workers import now. */
  #loadedVersion: string
  readonly #completionRate = new CompletionRate()
  readonly #validations = new ValidationCache()
  readonly #newId: () => string
  #acceptsJobs = true
  #closed: Promise<void> | null = null

  constructor(options: RunnerOptions, strategies: StrategyMap, code: Code, users?: UserStrategies) {
    const { runTimeoutMs, workerMemoryMb, maxResultBytes, maxCandleBytes } = { ...DEFAULTS, ...options }
    this.strategies = joinStrategies(strategies, users?.strategies)
    this.engine = code.engine
    this.limitsSha256 = code.limitsSha256
    this.strategiesVersion = code.strategiesVersion
    this.#loadedVersion = code.strategiesVersion
    this.datasets = options.datasets
    this.defaults = options.defaults ?? {}
    this.concurrency = checkedConcurrency(options.concurrency, options.store.changesSince !== undefined)
    this.#store = options.store
    const onError = options.onError ?? warn
    this.#newId = options.newId ?? randomUUID
    this.#outbox = new Outbox(this.#store, options.onFinish ?? (async () => {}), onError)
    this.#events = new JobEvents(onError)
    const pool = new WorkerPool({
      strategiesModule: options.strategiesModule,
      guardModule: options.guardModule ?? null,
      memoryMb: workerMemoryMb,
      keep: Math.max(1, this.concurrency),
    })
    this.#context = {
      pool,
      cache: new CandleCache(pool, maxCandleBytes, runTimeoutMs),
      datasets: options.datasets,
      ...(users === undefined ? {} : { userStrategies: users }),
      maxResultBytes,
      clock: options.clock ?? systemClock,
      strategiesVersion: options.strategiesVersion === undefined ? code.strategiesVersion : null,
      onStaleCode: (loaded) => this.#onStaleCode(loaded, onError),
    }
    this.#work = new WorkLoop({
      store: this.#store,
      context: this.#context,
      events: this.#events,
      concurrency: this.concurrency,
      runTimeoutMs,
      code: () => this.#code(),
      onNothingToRun: async () => {
        if (options.onCodeChange === 'readdress') await this.#readdressWaiting(options.onReaddress)
      },
      onError,
      onEnded: (job) => this.#ended(job),
      onSent: () => this.#pollStore(),
    })
    this.#results = new ResultRepair({
      store: this.#store,
      code: () => this.#code(),
      newId: this.#newId,
      submit: async (job) => {
        await options.onRepair?.(job)
        return this.submit(job)
      },
      checkEveryMs: options.resultCheckMs ?? DEFAULTS.resultCheckMs,
      onChecked: options.onResultChecked ?? (() => {}),
      onError,
    })
    this.#changeFeed = new ChangeFeed({
      store: this.#store,
      onChange: (event, job) => this.#onChange(event, job),
      onError,
    })
  }

  /**
   * Checks a request and gives it an id; nothing is stored yet.
   *
   * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
   */
  prepare(request: unknown, options: SubmitOptions = {}): NewJob {
    return { ...prepareJob(request, this, this.#newId(), this.#validations), ...readSubmitOptions(options, request) }
  }

  /**
   * Stores a prepared job; when the promise resolves, the job survives a power cut and will be run. Where its idempotency key was
   * used before, it resolves with the first job: its `id` is not the prepared one. Where the result of an identical job is stored,
   * the job is `done` at once and `reusedFrom` names the job that computed it.
   *
   * @throws RunnerError `queue_full` with `retryAfterMs`, `idempotency_conflict`, `closed`, `store_failed`
   */
  async submit(prepared: NewJob): Promise<Job> {
    if (!this.#acceptsJobs) throw new RunnerError('closed', 'the runner is shutting down and accepts no new jobs')
    const job = await this.#store.enqueue(prepared).catch((error: unknown) => Promise.reject(this.#withEstimate(error)))
    if (job.id !== prepared.id) return job
    this.#events.emit('queued', job)
    if (job.status === 'queued') this.#work.schedule()
    else this.#ended(job)
    return job
  }

  /** `prepare` and `submit` in one. */
  async enqueue(request: unknown, options: SubmitOptions = {}): Promise<Job> {
    return this.submit(this.prepare(request, options))
  }

  /**
   * The job that an earlier request with this key has started, or `null`. For callers that need it before they record the request
   * elsewhere; `submit` checks the key by itself.
   *
   * @throws RunnerError `idempotency_conflict` where the key was used with another request, `invalid_request` for an invalid key
   */
  async findByIdempotencyKey(request: unknown, options: SubmitOptions): Promise<Job | null> {
    const { client, idempotency } = readSubmitOptions(options, request)
    return idempotency === undefined ? null : this.#store.findByKey(client, idempotency)
  }

  /** Whether requests may have `limits`. */
  get acceptsLimits(): boolean {
    return this.limitsSha256 !== null
  }

  get(id: string): Promise<Job | null> {
    return this.#store.get(id)
  }

  /**
   * The result's JSON bytes, which have the job's `resultSha256`; `null` before the job is done, and after retention removed them.
   *
   * @throws RunnerError `result_damaged`, with `retryAfterMs` where it is being computed again
   */
  result(id: string): Promise<Uint8Array | null> {
    return this.#results.read(id)
  }

  /**
   * Lets a job that waits for other code or data run with what is here: under another address, with the same inputs otherwise. `null`
   * where it does not wait.
   *
   * @throws RunnerError `unknown_strategy`, `unknown_dataset` or `invalid_request` where its inputs are not accepted any more
   */
  async readdress(id: string): Promise<Job | null> {
    const job = await this.#store.get(id)
    return job?.waiting ? this.#move(job, readdress(job.spec, this)) : null
  }

  list(options?: ListOptions): Promise<JobPage> {
    return this.#store.list(options)
  }

  /** Progress of a running job; `null` when it is not running here or has not reported yet. */
  progress(id: string): Progress | null {
    return this.#work.progress(id)
  }

  /**
   * The candles of a dataset, in shared memory, not to be written to.
   *
   * @throws RunnerError `unknown_dataset`, or `invalid_dataset` when its file cannot be read as candles
   */
  async candles(datasetId: string): Promise<SharedCandles> {
    const dataset = this.datasets.get(datasetId)
    if (dataset === undefined)
      throw new RunnerError(
        'unknown_dataset',
        `datasetId must be one of ${[...this.datasets.keys()].slice(0, 50).join(', ')}, received ${describeValue(datasetId)}`,
      )
    const loaded = await this.#context.cache.get(dataset)
    if (loaded.type === 'loaded') return loaded.candles
    const reason = loaded.type === 'refused' ? loaded.error.message : `reading it failed: ${loaded.type}`
    throw new RunnerError('invalid_dataset', `dataset "${datasetId}": ${reason}`)
  }

  /** First and last open time and count of a dataset's candles, once they have been read; `null` before. */
  extent(datasetId: string): DatasetExtent | null {
    const dataset = this.datasets.get(datasetId)
    return dataset === undefined ? null : this.#context.cache.extent(dataset)
  }

  /** Cancels a queued or running job and frees its core; `null` when the job does not exist or has ended. */
  async cancel(id: string): Promise<Job | null> {
    const job = await this.#store.cancel(id)
    if (job === null) return null
    this.#work.stop(id)
    this.#ended(job)
    return job
  }

  /** Listens to one kind of event; returns what removes the listener. A listener that throws is reported to `onError`. */
  on<Name extends keyof RunnerEvents>(event: Name, listener: RunnerEvents[Name]): () => void {
    return this.#events.on(event, listener)
  }

  /** Starts the queued jobs of the store and delivers the ends that were not. Called once, by {@link createRunner}. */
  async start(): Promise<void> {
    await this.#changeFeed.poll()
    await this.#work.start()
    this.#results.start()
    await this.#outbox.deliver()
  }

  /** Starts no more jobs until `resume`; new ones are accepted, running ones continue. */
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

  /** Accepts no new jobs and runs the queued ones to their ends, also when paused; resolves when every end is delivered. */
  async drain(): Promise<void> {
    this.#acceptsJobs = false
    this.resume()
    await this.#work.idle()
    await this.#outbox.deliver()
  }

  /**
   * Accepts no new jobs, waits `graceMs` for the running ones, then stops their workers, those that still start too, and requeues their jobs. Resolves within
   * `graceMs` and 2.5 s, also where the store or `onFinish` hang. The store stays open. Calling it twice is harmless.
   */
  close(graceMs = 2_000): Promise<void> {
    this.#closed ??= this.#close(graceMs)
    return this.#closed
  }

  async #close(graceMs: number): Promise<void> {
    this.#acceptsJobs = false
    const last = new AbortController()
    const checked = this.#results.stop()
    const ended = this.#work.close(graceMs).then(() => Promise.all([this.#outbox.deliver(), checked]))
    await Promise.race([ended, delay(graceMs + LAST_STEPS_MS, undefined, { signal: last.signal }).catch(() => {})])
    last.abort()
    this.#work.abandon()
    await this.#context.pool.close()
  }

  /** Other machines change and end jobs too. */
  #pollStore(): void {
    this.#outbox.poll()
    void this.#changeFeed.poll()
  }

  /** Another process, or this one, has changed a job. */
  #onChange(event: JobChange, job: Job): void {
    if (event === 'ended') this.#ended(job)
    else this.#events.emit(event, job)
  }

  #code(): WorkerCode {
    const versions = [...this.strategies.values()].map(
      (one) => [one.name, versionOf(one, this.#loadedVersion)] as const,
    )
    const datasets = [...this.datasets].map(([id, { sha256 }]) => [id, sha256] as const)
    const { engine, limitsSha256: limits } = this
    return { engine, limits, strategies: new Map(versions), datasets: new Map(datasets) }
  }

  #onStaleCode(loaded: string, onError: (error: unknown) => void): void {
    if (loaded === this.#loadedVersion) return
    this.#loadedVersion = loaded
    const message = 'the files of the strategies have changed since this process started; restart it'
    onError(new RunnerError('invalid_strategies', message))
  }

  async #move(job: Job, next: Addressed): Promise<Job | null> {
    const moved = await this.#store.readdress(job.id, next)
    if (moved === null) return null
    this.#events.emit('requeued', moved)
    this.#work.schedule()
    return moved
  }

  /** What today's strategies or datasets refuse goes on waiting. */
  async #readdressWaiting(report: RunnerOptions['onReaddress']): Promise<void> {
    for (const job of await this.#store.waiting(MAX_READDRESSED)) {
      const next = this.#readdressed(job)
      if (next === null) continue
      await report?.(job, next.address)
      await this.#move(job, next)
    }
  }

  #readdressed({ spec }: Job): Addressed | null {
    try {
      return readdress(spec, this)
    } catch (error) {
      if (isRunnerError(error) && error.errors.length > 0) return null
      throw error
    }
  }

  #ended(job: Job): void {
    this.#results.ended(job.id)
    if (job.status === 'done' || job.status === 'failed' || job.status === 'cancelled') {
      if (!this.#events.emit(job.status, job)) return
    }
    this.#completionRate.record(this.#context.clock.monotonic())
    void this.#outbox.deliver()
  }

  #withEstimate(error: unknown): unknown {
    if (!isRunnerError(error) || error.code !== 'queue_full') return error
    return new RunnerError('queue_full', error.message, {
      cause: error,
      retryAfterMs: this.#completionRate.estimateMs(),
    })
  }
}

/**
 * Starts a runner: imports the strategies, starts the queued jobs of the store, and delivers the ends that were not delivered before.
 *
 * @throws RunnerError `invalid_strategies`, or `unknown_strategy` / `unknown_dataset` for defaults that do not exist
 */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const strategies = await readStrategies(options.strategiesModule)
  // What cannot be imported in a worker is refused here.
  if (options.guardModule !== undefined) await loadGuardModule(options.guardModule)
  const code = {
    engine: { engineVersion: ENGINE_VERSION, engineSha256: digestLoaded(WORKER_MODULE) },
    limitsSha256: options.guardModule === undefined ? null : digestLoaded(options.guardModule),
    strategiesVersion: options.strategiesVersion ?? digestModules(options.strategiesModule),
  }
  const users =
    options.userStrategies &&
    (await UserStrategies.open(options.userStrategies, options.isolation, options.guardModule))
  const runner = new Runner(options, strategies, code, users)
  checkDefaults(runner)
  await runner.start()
  return runner
}

const loaded = new Map<string, string>()

/** Of the files as they are when this process first asks: what it has loaded does not change afterwards. */
function digestLoaded(module: string): string {
  const digest = loaded.get(module) ?? digestModules(module)
  loaded.set(module, digest)
  return digest
}
