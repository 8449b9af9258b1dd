import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import { RunnerError } from '../errors.ts'
import { type Database, openDatabase, type SqliteDriver } from './database.ts'
import { JobReads } from './job-queries.ts'
import type { Clocks } from './job-table.ts'
import type { EngineOptions, Operation } from './sqlite-store.ts'
import type { ThreadError, ThreadReply, ThreadRequest, ThreadSetup } from './store-worker.ts'

/** In a checkout the sources run as they are; a published package runs the built file beside it. */
const FROM_SOURCE = import.meta.url.endsWith('.ts')
const ENTRY = new URL(FROM_SOURCE ? './store-worker.ts' : './sqlite/store-worker.js', import.meta.url)

/** A thread that has not opened the database by then, beside the wait for its lock, never will. */
const STARTUP_MS = 30_000

/** Answered here, by a connection that only reads. */
const READ_HERE: ReadonlySet<string> = new Set<keyof JobReads>(['get', 'list', 'unacknowledged', 'resultPlace'])

/** Asked again and again by whoever watches a job. */
const CACHED: ReadonlySet<string> = new Set<keyof JobReads>(['get', 'list'])

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void }

/** An engine in a thread of its own, so that no commit holds up the event loop here. What only reads does not wait for that thread. */
export class EngineThread {
  readonly #clocks: Clocks
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #waiting = new Map<number, Waiting>()
  readonly #ended: Promise<void>
  readonly #reader: Reader
  readonly #cache: ReadCache
  #lastId = 0
  #death: RunnerError | null = null

  /** Waits for the database to be open. @throws RunnerError `store_locked` or `store_failed` */
  constructor(options: EngineOptions, clocks: Clocks) {
    this.#clocks = clocks
    const { port1, port2 } = new MessageChannel()
    const [opened, commits] = [sharedNumber(), sharedNumber()]
    const setup: ThreadSetup = { options, port: port2, opened, commits }
    this.#cache = new ReadCache(commits)
    this.#port = port1
    this.#worker = new Worker(ENTRY, {
      workerData: setup,
      transferList: [port2],
      env: {},
      ...(FROM_SOURCE ? { execArgv: ['--conditions=@tezgah/source'] } : {}),
    })
    Atomics.wait(setup.opened, 0, 0, options.lockWaitMs + STARTUP_MS)
    this.#checkOpened(receiveMessageOnPort(port1)?.message)
    this.#reader = this.#openReader(options)
    this.#ended = this.#listen()
  }

  async perform(operation: Operation, args: readonly unknown[]): Promise<unknown> {
    if (this.#death !== null) throw this.#death
    return isReadHere(operation) ? this.#read(operation, args) : this.#ask(operation, args)
  }

  #read(operation: keyof JobReads, args: readonly unknown[]): unknown {
    const { reads } = this.#reader
    const read = () => Reflect.apply(reads[operation], reads, args)
    return CACHED.has(operation) ? this.#cache.get(`${operation} ${JSON.stringify(args)}`, read) : read()
  }

  #ask(operation: Operation, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#waiting.set(id, { resolve, reject })
      // Only who waits for an answer keeps the process alive.
      this.#port.ref()
      const { now, monotonicNow } = this.#clocks
      this.#send({ type: 'perform', id, operation, args, now: now(), monotonicNow: monotonicNow() })
    })
  }

  /** Resolves when everything asked for is committed and the file is let go of. */
  close(): Promise<void> {
    // Before the other connection, which then takes the write-ahead log into the database.
    this.#reader.close()
    this.#worker.ref()
    this.#send({ type: 'close' })
    return this.#ended
  }

  #openReader({ driver, lockWaitMs, path }: EngineOptions): Reader {
    try {
      return new Reader(path, lockWaitMs, driver)
    } catch (cause) {
      void this.#worker.terminate()
      this.#port.close()
      throw new RunnerError('store_failed', `cannot read the job store ${path}: ${String(cause)}`, { cause })
    }
  }

  #checkOpened(reply: ThreadReply | undefined): void {
    if (reply?.type === 'opened') return
    void this.#worker.terminate()
    this.#port.close()
    if (reply?.type === 'refused') throw fromThreadError(reply.error)
    throw new RunnerError('store_failed', `the thread of the job store did not start within ${STARTUP_MS} ms`)
  }

  #listen(): Promise<void> {
    this.#port.on('message', (reply: ThreadReply) => this.#settle(reply))
    this.#port.unref()
    this.#worker.unref()
    return new Promise((resolve) => {
      const end = (cause?: unknown) => {
        const error = new RunnerError('store_failed', 'the thread of the job store has ended', { cause })
        this.#death ??= error
        for (const { reject } of this.#waiting.values()) reject(error)
        this.#waiting.clear()
        this.#port.close()
        this.#reader.close()
        resolve()
      }
      this.#worker.on('error', end).on('exit', () => end())
    })
  }

  #settle(reply: ThreadReply): void {
    if (reply.type !== 'performed' && reply.type !== 'failed') return
    const waiting = this.#waiting.get(reply.id)
    this.#waiting.delete(reply.id)
    if (this.#waiting.size === 0) this.#port.unref()
    if (reply.type === 'performed') waiting?.resolve(reply.value)
    else waiting?.reject(fromThreadError(reply.error))
  }

  #send(request: ThreadRequest): void {
    this.#port.postMessage(request)
  }
}

function isReadHere(operation: Operation): operation is keyof JobReads {
  return READ_HERE.has(operation)
}

function sharedNumber(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4))
}

/**
 * A second connection to a database of jobs, which only reads. Readers of a write-ahead log wait for no writer, and see no commit
 * before it is on disk: SQLite publishes it after the sync. So a look at a job takes microseconds here, whatever is being written.
 */
export class Reader {
  readonly #database: Database
  readonly #reads: JobReads

  /** Once a connection that writes has the database open. */
  constructor(path: string, timeoutMs: number, driver?: SqliteDriver) {
    this.#database = openDatabase(path, { readOnly: true, timeoutMs, driver })
    this.#reads = new JobReads(this.#database)
  }

  /** @throws RunnerError `closed` */
  get reads(): JobReads {
    if (this.#database.isOpen) return this.#reads
    throw new RunnerError('closed', 'the job store is closed')
  }

  /** Calling it twice is harmless. */
  close(): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

/** Answers that are kept, and jobs that one of them may hold. */
const MAX_ANSWERS = 200
const MAX_JOBS = 10

/**
 * Answers of the database that hold until its next commit. The one who commits counts up before anybody is told of the commit, so
 * what is found here is never older than what anybody knows.
 */
export class ReadCache {
  readonly #commits: Int32Array
  readonly #answers = new Map<string, unknown>()
  #seen = 0

  /** @param commits - counted in its first place, by another thread */
  constructor(commits: Int32Array) {
    this.#commits = commits
  }

  /** What was answered to the same question since the last commit, or else what `read` finds. */
  get(question: string, read: () => unknown): unknown {
    const commits = Atomics.load(this.#commits, 0)
    if (commits !== this.#seen) this.#answers.clear()
    this.#seen = commits
    if (this.#answers.has(question)) return this.#answers.get(question)
    const answer = read()
    if (isSmall(answer)) this.#keep(question, answer)
    return answer
  }

  #keep(question: string, answer: unknown): void {
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= MAX_ANSWERS) this.#answers.delete(oldest)
    this.#answers.set(question, answer)
  }
}

function isSmall(answer: unknown): boolean {
  const isPage = typeof answer === 'object' && answer !== null && 'jobs' in answer && Array.isArray(answer.jobs)
  return !isPage || (answer.jobs as readonly unknown[]).length <= MAX_JOBS
}

export function fromThreadError(sent: ThreadError): unknown {
  return sent.kind === 'other' ? sent.error : new RunnerError(sent.code, sent.message, { errors: sent.errors })
}
