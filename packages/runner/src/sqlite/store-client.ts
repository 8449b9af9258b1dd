import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { BoundedMap } from '@tezgah/core/bounded-map'
import type { Clock } from '@tezgah/core/clock'
import { workerEntry, workerEnvironment } from '@tezgah/core/node/worker-entry'
import { RunnerError } from '../errors.ts'
import { type Database, openDatabase } from './database.ts'
import { JobQueries } from './job-queries.ts'
import type { JobDatabase, Operation, Operations, SqliteStoreOptions } from './sqlite-store.ts'
import type { SentError, StoreReply, StoreRequest, StoreWorkerSetup } from './store-worker.ts'

const { url, execArgv } = workerEntry(import.meta.url, './store-worker.ts', './sqlite/store-worker.js')

/** How long the thread may take to open the database, beside the wait for its lock. */
const STARTUP_MS = 30_000

/** Queries that are answered in this thread; value: whether the answer is cached until the next commit. */
const LOCAL_QUERIES: Partial<Record<Operation, boolean>> = {
  get: true,
  list: true,
  unacknowledged: false,
  waiting: false,
  nextResult: false,
  resultLocation: false,
}

type PendingRequest = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }

/**
 * A store in a thread of its own, so that no commit blocks the event loop here. Queries do not wait for that thread: a second
 * connection reads. Readers of a write-ahead log wait for no writer, and see no commit before it is on disk.
 */
export class StoreClient implements JobDatabase {
  readonly #clock: Clock
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #pending = new Map<number, PendingRequest>()
  readonly #exited: Promise<void>
  readonly #reader: Database
  readonly #queries: JobQueries
  readonly #cache: QueryCache
  #lastId = 0
  #failure: RunnerError | null = null

  /** Blocks until the database is open. @throws RunnerError `store_locked` or `store_failed` */
  constructor(options: SqliteStoreOptions, clock: Clock) {
    this.#clock = clock
    const { port1, port2 } = new MessageChannel()
    const setup: StoreWorkerSetup = { options, port: port2, opened: sharedNumber(), commits: sharedNumber() }
    this.#cache = new QueryCache(setup.commits)
    this.#port = port1
    this.#worker = new Worker(url, {
      workerData: setup,
      transferList: [port2],
      env: workerEnvironment(),
      execArgv,
    })
    Atomics.wait(setup.opened, 0, 0, options.lockWaitMs + STARTUP_MS)
    this.#checkOpened(receiveMessageOnPort(port1)?.message)
    this.#reader = this.#openReader(options)
    this.#queries = new JobQueries(this.#reader)
    this.#exited = this.#listen()
  }

  async perform<Name extends Operation>(
    operation: Name,
    args: Parameters<Operations[Name]>,
  ): Promise<ReturnType<Operations[Name]>> {
    if (this.#failure !== null) throw this.#failure
    const isCached = LOCAL_QUERIES[operation]
    if (isCached === undefined) return (await this.#request(operation, args)) as ReturnType<Operations[Name]>
    const query = (): ReturnType<Operations[Name]> => this.#query(operation as keyof JobQueries, args) as never
    return isCached ? this.#cache.get(`${operation} ${JSON.stringify(args)}`, query) : query()
  }

  /** Resolves when every requested operation is committed and the file is released. */
  close(): Promise<void> {
    // Before the thread's connection, which then takes the write-ahead log into the database.
    this.#closeReader()
    this.#worker.ref()
    this.#send({ type: 'close' })
    return this.#exited
  }

  #query(operation: keyof JobQueries, args: readonly unknown[]): unknown {
    if (!this.#reader.isOpen) throw new RunnerError('closed', 'the job store is closed')
    return Reflect.apply(this.#queries[operation], this.#queries, args)
  }

  #request(operation: Operation, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#pending.set(id, { resolve, reject })
      // Keep the event loop alive only while a request is pending.
      this.#port.ref()
      const [now, monotonic] = [this.#clock.now(), this.#clock.monotonic()]
      this.#send({ type: 'perform', id, operation, args, now, monotonic })
    })
  }

  #openReader({ driver, lockWaitMs, path }: SqliteStoreOptions): Database {
    try {
      return openDatabase(path, { readOnly: true, timeoutMs: lockWaitMs, driver })
    } catch (cause) {
      this.#abandon()
      throw new RunnerError('store_failed', `cannot read the job store ${path}: ${String(cause)}`, { cause })
    }
  }

  #closeReader(): void {
    if (this.#reader.isOpen) this.#reader.close()
  }

  #checkOpened(reply: StoreReply | undefined): void {
    if (reply?.type === 'opened') return
    this.#abandon()
    if (reply?.type === 'refused') throw fromSentError(reply.error)
    throw new RunnerError('store_failed', `the thread of the job store did not start within ${STARTUP_MS} ms`)
  }

  #abandon(): void {
    void this.#worker.terminate()
    this.#port.close()
  }

  #listen(): Promise<void> {
    this.#port.on('message', (reply: StoreReply) => this.#settle(reply))
    this.#port.unref()
    this.#worker.unref()
    return new Promise((resolve) => {
      const end = (cause?: unknown) => {
        this.#onExit(cause)
        resolve()
      }
      this.#worker.on('error', end).on('exit', () => end())
    })
  }

  #onExit(cause: unknown): void {
    // The event may overtake replies that the thread sent before it ended: what they report is committed.
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#settle(next.message)
    }
    const message = 'the thread of the job store has ended'
    this.#failure ??= new RunnerError('store_failed', message, { cause })
    const unanswered = new RunnerError('store_failed', message, { cause, inDoubt: true })
    for (const { reject } of this.#pending.values()) reject(unanswered)
    this.#pending.clear()
    this.#port.close()
    this.#closeReader()
  }

  #settle(reply: StoreReply): void {
    if (reply.type !== 'performed' && reply.type !== 'failed') return
    const request = this.#pending.get(reply.id)
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) this.#port.unref()
    if (reply.type === 'performed') request?.resolve(reply.value)
    else request?.reject(fromSentError(reply.error))
  }

  #send(request: StoreRequest): void {
    this.#port.postMessage(request)
  }
}

function sharedNumber(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4))
}

function fromSentError(sent: SentError): unknown {
  return sent.kind === 'other' ? sent.error : new RunnerError(sent.code, sent.message, { errors: sent.errors })
}

/** Answers that are kept, and jobs that one of them may have. */
const MAX_ANSWERS = 200
const MAX_JOBS = 10

/**
 * Answers of the database that hold until its next commit. The thread counts a commit before it reports it, so an answer found
 * here is never older than a reported commit.
 */
export class QueryCache {
  readonly #commits: Int32Array
  readonly #answers = new BoundedMap<string, unknown>(MAX_ANSWERS)
  #seen = 0

  /** @param commits - counted in its first place, by another thread */
  constructor(commits: Int32Array) {
    this.#commits = commits
  }

  /** The answer to the same question since the last commit, or the one that `read` returns now. */
  get<T>(question: string, read: () => T): T {
    const commits = Atomics.load(this.#commits, 0)
    if (commits !== this.#seen) this.#answers.clear()
    this.#seen = commits
    if (this.#answers.has(question)) return this.#answers.get(question) as T
    const answer = read()
    if (isSmall(answer)) this.#answers.set(question, answer)
    return answer
  }
}

function isSmall(answer: unknown): boolean {
  const isPage = typeof answer === 'object' && answer !== null && 'jobs' in answer && Array.isArray(answer.jobs)
  return !isPage || (answer.jobs as readonly unknown[]).length <= MAX_JOBS
}
