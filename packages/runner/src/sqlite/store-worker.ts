import { type MessagePort, workerData } from 'node:worker_threads'
import { RunnerError, type RunnerErrorCode } from '../errors.ts'
import { type Operation, SqliteStore, type SqliteStoreOptions } from './sqlite-store.ts'

/** The `workerData` of the thread. */
export type StoreWorkerSetup = {
  readonly options: SqliteStoreOptions
  readonly port: MessagePort
  /** Set to 1 once the reply `opened` or `refused` is sent. */
  readonly opened: Int32Array
  /** Counted up at each commit, before the replies of its operations are sent. */
  readonly commits: Int32Array
}

/** One operation at the client's time; `close` ends the thread when all operations before it are done. */
export type StoreRequest =
  | {
      readonly type: 'perform'
      readonly id: number
      readonly operation: Operation
      readonly args: readonly unknown[]
      readonly now: number
      readonly monotonic: number
    }
  | { readonly type: 'close' }

export type StoreReply =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly error: SentError }
  | { readonly type: 'performed'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: SentError }

/** An error as plain data: a structured clone loses its class and its own fields. */
export type SentError =
  | {
      readonly kind: 'runner'
      readonly code: RunnerErrorCode
      readonly message: string
      readonly errors: RunnerError['errors']
    }
  | { readonly kind: 'other'; readonly error: unknown }

/** The time of the request being performed. */
let time = { now: 0, monotonic: 0 }

const { options, port, opened, commits } = workerData as StoreWorkerSetup
const store = open()
Atomics.store(opened, 0, 1)
Atomics.notify(opened, 0)

port.on('message', (request: StoreRequest) => {
  if (request.type === 'perform') void perform(request)
  else close()
})

function open(): SqliteStore | null {
  try {
    const clock = { now: () => time.now, monotonic: () => time.monotonic }
    const opening = new SqliteStore(options, clock, () => Atomics.add(commits, 0, 1))
    send({ type: 'opened' })
    return opening
  } catch (error) {
    send({ type: 'refused', error: toSentError(error) })
    return null
  }
}

async function perform(request: Extract<StoreRequest, { type: 'perform' }>): Promise<void> {
  const { id, operation, args } = request
  try {
    const value: unknown = await store?.perform(operation, args as never, () => {
      time = request
    })
    const bytes = operation === 'result' && value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []
    send({ type: 'performed', id, value }, bytes)
  } catch (error) {
    send({ type: 'failed', id, error: toSentError(error) })
  }
}

function close(): void {
  store?.close()
  // The replies of the last commit are sent first; then nothing keeps this thread alive.
  setImmediate(() => port.close())
}

function send(reply: StoreReply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(reply, transfer)
}

function toSentError(error: unknown): SentError {
  if (!(error instanceof RunnerError)) return { kind: 'other', error }
  return { kind: 'runner', code: error.code, message: error.message, errors: error.errors }
}
