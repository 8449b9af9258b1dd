import { randomUUID } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { EventEmitter } from 'eventemitter3'
import PQueue from 'p-queue'
import { Announcer } from './announcer.ts'
import { CandleCache, type DatasetExtent } from './datasets/candle-cache.ts'
import type { Dataset } from './datasets/dataset-folder.ts'
import type { SharedCandles } from './datasets/load-columns.ts'
import { RunnerError } from './errors.ts'
import type { RunnerEvents } from './events.ts'
import { type Executor, execute } from './execute.ts'
import type { Job, NewJob } from './job.ts'
import type { JobPage, JobStore, ListOptions } from './job-store.ts'
import type { Progress } from './partial-equity.ts'
import { persist } from './persist.ts'
import { prepareJob } from './prepare.ts'
import { readStrategies, type StrategyMap } from './strategies.ts'
import { WorkerPool } from './worker-pool.ts'

/** How to make a runner. */
export type RunnerOptions = {
  /** Stays the caller's: close it after the runner. */
  readonly store: JobStore
  /** By id, see `readDatasetFolder`. */
  readonly datasets: ReadonlyMap<string, Dataset>
  /** URL of a module that exports `strategies`; imported here and in every worker. */
  readonly strategiesModule: string
  /** Used where a request names none. */
  readonly defaults: { readonly strategy: string; readonly dataset: string }
  /** Runs at once, 1 … 256. Default: one less than the machine's cores, at least 1. */
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
   * Told about the end of every job, in order, at least once: after a crash the last ones may come again. While it rejects, later
   * ends wait; it is tried again when the next job ends and at the next start.
   */
  readonly onFinish?: (job: Job) => Promise<void>
  /** Where errors go that no caller waits for: a store that cannot be written, a listener that throws. Default: a process warning. */
  readonly onError?: (error: unknown) => void
  /** Milliseconds of a monotonic clock. Default `performance.now`. */
  readonly monotonicNow?: () => number
  /** Unique ids for jobs. Default: random UUIDs. */
  readonly newId?: () => string
}

const DEFAULTS = {
  runTimeoutMs: 300_000,
  workerMemoryMb: 2_048,
  maxResultBytes: 256 * 1024 ** 2,
  maxCandleBytes: 512 * 1024 ** 2,
}

/**
 * Starts a runner: imports the strategies, takes up what the store has queued, and passes on ends that were not passed on before.
 *
 * @throws RunnerError `invalid_strategies`, or `unknown_strategy` / `unknown_dataset` for defaults that do not exist
 */
export async function createRunner(options: RunnerOptions): Promise<Runner> {
  const strategies = await readStrategies(options.strategiesModule)
  const runner = new Runner(options, strategies)
  runner.prepare({})
  await runner.resume()
  return runner
}

/** Runs jobs from a store in worker threads. Made by {@link createRunner}. */
export class Runner {
  /** By name. */
  readonly strategies: StrategyMap
  /** By id. */
  readonly datasets: ReadonlyMap<string, Dataset>
  readonly defaults: RunnerOptions['defaults']
  readonly concurrency: number
  readonly #store: JobStore
  readonly #executor: Executor
  readonly #queue: PQueue
  readonly #announcer: Announcer
  readonly #events = new EventEmitter<RunnerEvents>()
  readonly #running = new Map<string, { readonly stop: AbortController; progress: Progress | null }>()
  readonly #runTimeoutMs: number
  readonly #onError: (error: unknown) => void
  readonly #newId: () => string
  #closing = false

  constructor(options: RunnerOptions, strategies: StrategyMap) {
    const { runTimeoutMs, workerMemoryMb, maxResultBytes, maxCandleBytes } = { ...DEFAULTS, ...options }
    this.strategies = strategies
    this.datasets = options.datasets
    this.defaults = options.defaults
    this.concurrency = checkedConcurrency(options.concurrency ?? Math.max(1, availableParallelism() - 1))
    this.#store = options.store
    this.#runTimeoutMs = runTimeoutMs
    this.#onError = options.onError ?? ((error) => process.emitWarning(error instanceof Error ? error : String(error)))
    this.#newId = options.newId ?? randomUUID
    this.#queue = new PQueue({ concurrency: this.concurrency })
    this.#announcer = new Announcer(this.#store, options.onFinish ?? (async () => {}), this.#onError)
    const pool = new WorkerPool({
      strategiesModule: options.strategiesModule,
      memoryMb: workerMemoryMb,
      keep: this.concurrency,
    })
    this.#executor = {
      pool,
      cache: new CandleCache(pool, maxCandleBytes, runTimeoutMs),
      datasets: options.datasets,
      maxResultBytes,
      monotonicNow: options.monotonicNow ?? (() => performance.now()),
    }
  }

  /**
   * Checks a request and gives it an id; nothing is stored yet.
   *
   * @throws RunnerError `invalid_request`, `unknown_strategy` or `unknown_dataset`, with an entry per refused field
   */
  prepare(request: unknown): NewJob {
    return prepareJob(request, this, this.#newId())
  }

  /** Stores a prepared job; when the promise resolves, the job survives a power cut and will be run. */
  async submit(prepared: NewJob): Promise<Job> {
    if (this.#closing) throw new RunnerError('closed', 'the runner is shutting down')
    const job = await this.#store.enqueue(prepared)
    this.#emit('queued', job)
    this.#schedule()
    return job
  }

  /** `prepare` and `submit` in one. */
  async enqueue(request: unknown): Promise<Job> {
    return this.submit(this.prepare(request))
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
  async resume(): Promise<void> {
    const { queued } = await this.#store.counts()
    for (let i = 0; i < queued; i++) this.#schedule()
    await this.#announcer.announce()
  }

  /**
   * Stops taking jobs, gives the running ones `graceMs` to end, then stops their workers and puts their jobs back in the queue.
   * The store stays open. Calling it twice is harmless.
   */
  async close(graceMs = 2_000): Promise<void> {
    this.#closing = true
    const stopAll = () => {
      for (const { stop } of this.#running.values()) stop.abort()
    }
    const timer = setTimeout(stopAll, graceMs)
    await this.#queue.onIdle()
    clearTimeout(timer)
    await this.#announcer.announce()
    await this.#executor.pool.close()
  }

  #schedule(): void {
    this.#queue.add(() => this.#runNext()).catch(this.#onError)
  }

  async #runNext(): Promise<void> {
    if (this.#closing) return
    const job = await persist(() => this.#store.claim())
    if (job === null) return
    const entry = { stop: new AbortController(), progress: null as Progress | null }
    this.#running.set(job.id, entry)
    this.#emit('started', job)
    try {
      await this.#attempt(job, entry)
    } finally {
      this.#running.delete(job.id)
    }
  }

  async #attempt(job: Job, entry: { readonly stop: AbortController; progress: Progress | null }): Promise<void> {
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
    if (next === null) return
    if (next.status === 'queued') {
      this.#emit('requeued', next)
      this.#schedule()
    } else this.#ended(next)
  }

  #ended(job: Job): void {
    if (job.status === 'done' || job.status === 'failed' || job.status === 'cancelled') this.#emit(job.status, job)
    void this.#announcer.announce()
  }

  #emit<Name extends keyof RunnerEvents>(event: Name, ...args: Parameters<RunnerEvents[Name]>): void {
    this.#events.emit(event, ...(args as never))
  }
}

function checkedConcurrency(value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 256) return value
  throw new RangeError(`concurrency must be a whole number from 1 to 256, was ${value}`)
}
