import { Worker } from 'node:worker_threads'
import { workerEntry, workerEnvironment } from '@tezgah/core/node/worker-entry'
import type { CandleLoader, Loaded } from '../datasets/candle-cache.ts'
import type { CandleSource } from '../datasets/shared-candles.ts'
import type { WorkerFailure } from '../jobs/job.ts'
import type { AttemptOptions } from '../run/run-backtest.ts'
import type { WorkerReply, WorkerRequest, WorkerSetup } from './worker.ts'

/** How a request to a worker ended. */
export type PoolAnswer = Exclude<WorkerReply, { type: 'progress' | 'ready' }> | WorkerFailure

export type WorkerPoolOptions = WorkerSetup & {
  /** Heap of one worker in MiB; beyond it the worker ends, and its job fails. */
  readonly memoryMb: number
  /** Workers that are kept while idle; more are started when needed and stopped afterwards. */
  readonly keep: number
}

const { url, execArgv } = workerEntry(import.meta.url, './worker.ts', './workers/worker.js')

/** The module that computes results, with all that it imports. */
export const WORKER_MODULE: string = url.href

/** How long a thread may take to import its strategies. */
const STARTUP_MS = 60_000

/** Worker threads that are kept between requests. Each concurrent request gets its own: the caller limits how many there are. */
export class WorkerPool implements CandleLoader {
  readonly #options: WorkerPoolOptions
  readonly #idle: Worker[] = []
  readonly #all = new Set<Worker>()
  readonly #ready = new WeakSet<Worker>()

  constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  /**
   * Sends one request to an idle worker and waits for its end, of any kind. A worker that exceeded its time, crashed or was
   * aborted is stopped for good, in the middle of a loop too; the next request gets a fresh one.
   */
  async ask(request: WorkerRequest, options: AttemptOptions): Promise<PoolAnswer> {
    if (options.signal?.aborted) return { type: 'aborted' }
    const worker = this.#idle.pop() ?? this.#start()
    // The time limit is the request's: the start of the thread does not count.
    const failure = this.#ready.has(worker) ? null : await untilReady(worker, options.signal)
    this.#ready.add(worker)
    const answer = failure ?? (await exchange(worker, request, options))
    const reusable = answer.type === 'ran' || answer.type === 'loaded' || answer.type === 'refused'
    if (reusable && this.#idle.length < this.#options.keep) this.#idle.push(worker)
    else await this.#stop(worker)
    return answer
  }

  /** The candles of a dataset. */
  async load(source: CandleSource, timeoutMs: number): Promise<Loaded> {
    const answer = await this.ask({ type: 'load', source }, { timeoutMs })
    if (answer.type === 'ran' || answer.type === 'stale')
      throw new TypeError(`the worker answered a request for candles with "${answer.type}"`)
    return answer
  }

  /** Heap of one worker, MiB. */
  get memoryMb(): number {
    return this.#options.memoryMb
  }

  /** Threads that are alive. */
  get size(): number {
    return this.#all.size
  }

  /** Stops every worker. */
  async close(): Promise<void> {
    this.#idle.length = 0
    await Promise.all([...this.#all].map((worker) => this.#stop(worker)))
  }

  #start(): Worker {
    const { guardModule, strategiesModule } = this.#options
    const setup: WorkerSetup = { guardModule, strategiesModule }
    const worker = new Worker(url, {
      workerData: setup,
      env: workerEnvironment(),
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMb },
      execArgv,
    })
    this.#all.add(worker)
    // A worker that dies while idle must not be used again, nor end the process with an unhandled error.
    worker.on('error', () => this.#forget(worker))
    worker.on('exit', () => this.#forget(worker))
    return worker
  }

  #forget(worker: Worker): void {
    this.#all.delete(worker)
    const index = this.#idle.indexOf(worker)
    if (index >= 0) this.#idle.splice(index, 1)
  }

  async #stop(worker: Worker): Promise<void> {
    this.#forget(worker)
    await worker.terminate()
  }
}

/** Resolves with `null` when the worker is ready. */
function untilReady(worker: Worker, signal: AbortSignal | undefined): Promise<WorkerFailure | null> {
  return listen<null>(worker, STARTUP_MS, signal, (reply) => (reply.type === 'ready' ? null : undefined))
}

function exchange(worker: Worker, request: WorkerRequest, options: AttemptOptions): Promise<PoolAnswer> {
  const answer = listen<PoolAnswer>(worker, options.timeoutMs, options.signal, (reply) => {
    if (reply.type !== 'progress') return reply.type === 'ready' ? undefined : reply
    options.onProgress?.(reply.progress)
    return undefined
  })
  worker.postMessage(request, request.type === 'check' ? [request.result.buffer] : [])
  return answer
}

/** Reads a worker's replies until `read` returns something, the time is up, it is aborted, or the worker dies. */
function listen<T>(
  worker: Worker,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  read: (reply: WorkerReply) => T | undefined,
): Promise<T | WorkerFailure> {
  return new Promise((resolve) => {
    const end = (answer: T | WorkerFailure) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
      resolve(answer)
    }
    const onMessage = (reply: WorkerReply) => {
      const answer = read(reply)
      if (answer !== undefined) end(answer)
    }
    const onError = (error: unknown) => end(crashOf(error))
    const onExit = (code: number) => end({ type: 'crashed', reason: `the worker exited with code ${code}` })
    const onAbort = () => end({ type: 'aborted' })
    const timer = setTimeout(() => end({ type: 'timeout' }), timeoutMs)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

function crashOf(error: unknown): WorkerFailure {
  if (!(error instanceof Error)) return { type: 'crashed', reason: String(error) }
  const isHeap = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isHeap ? { type: 'memory' } : { type: 'crashed', reason: error.message }
}
