import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { workerEnvironment } from '@tezgah/core/node/worker-entry'
import { ProblemError } from '../http/problem.ts'
import type { BackgroundTask, TaskResult } from './tasks.ts'

const ENTRY = new URL('./worker.ts', import.meta.url)
const MEMORY_MB = 2_048
const RETRY_AFTER = { headers: { 'retry-after': '2' } }

/** Bounds of a background thread. */
export type BackgroundLimits = {
  /** Tasks that may wait or be done at once; one more is refused. */
  readonly maxTasks: number
  /** Milliseconds for one task; then its thread is stopped. */
  readonly timeoutMs: number
}

/** One thread that runs one task after the other, so that no task holds up a request. Starts with the first task. */
export class BackgroundWorker {
  readonly #limits: BackgroundLimits
  #worker: Worker | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #tasks = 0
  #closed = false

  constructor(limits: BackgroundLimits) {
    this.#limits = limits
  }

  /**
   * @returns the bytes of the answer
   * @throws ProblemError `busy` when too many wait, `not-reproducible`, `too-slow`, `shutting-down`
   */
  async run(task: BackgroundTask): Promise<Buffer> {
    if (this.#tasks >= this.#limits.maxTasks)
      throw new ProblemError(
        'busy',
        `At most ${this.#limits.maxTasks} report tasks may be queued; retry after 2 s.`,
        RETRY_AFTER,
      )
    this.#tasks++
    const mine = this.#queue.then(() => this.#execute(task))
    this.#queue = mine.catch(() => {})
    const answer = await mine.finally(() => this.#tasks--)
    if (answer.type === 'refused') throw new ProblemError('not-reproducible', answer.message)
    return Buffer.from(answer.bytes.buffer, answer.bytes.byteOffset, answer.bytes.byteLength)
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  async #execute(task: BackgroundTask): Promise<TaskResult> {
    if (this.#closed) throw new ProblemError('shutting-down', 'Try again in a moment.')
    const worker = this.#worker ?? this.#start()
    const ended = new AbortController()
    const timer = setTimeout(() => void worker.terminate(), this.#limits.timeoutMs)
    worker.ref()
    worker.postMessage(task)
    try {
      return await this.#answerOf(worker, ended.signal)
    } finally {
      clearTimeout(timer)
      ended.abort()
      // A thread that waits for its next task keeps no process alive.
      worker.unref()
    }
  }

  /** Its message, its error, or its end; an error says more than the end that follows it. */
  async #answerOf(worker: Worker, signal: AbortSignal): Promise<TaskResult> {
    const left = once(worker, 'exit', { signal }).then(() => {
      throw new ProblemError('too-slow', this.#tooSlow(), RETRY_AFTER)
    })
    const [answer] = await Promise.race([once(worker, 'message', { signal }), left])
    return answer
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, {
      env: workerEnvironment(),
      execArgv: ['--conditions=@tezgah/source'],
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    // A thread ends after an error, and takes no other task.
    worker.on('error', () => this.#forget(worker)).once('exit', () => this.#forget(worker))
    this.#worker = worker
    return worker
  }

  #forget(worker: Worker): void {
    if (this.#worker === worker) this.#worker = null
  }

  #tooSlow(): string {
    return this.#closed ? 'Service is shutting down.' : `Task exceeded ${this.#limits.timeoutMs} ms.`
  }
}
