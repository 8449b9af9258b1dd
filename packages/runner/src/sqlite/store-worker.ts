import { type MessagePort, workerData } from 'node:worker_threads'
import { RunnerError, type RunnerErrorCode } from '../errors.ts'
import { Engine, type EngineOptions, type Operation } from './sqlite-store.ts'

/** The time of the request in hand. */
let now = 0
let monotonicNow = 0

const { options, port, opened, commits } = workerData as ThreadSetup
const engine = open()
Atomics.store(opened, 0, 1)
Atomics.notify(opened, 0)

port.on('message', (request: ThreadRequest) => {
  if (request.type === 'perform') void perform(request)
  else close()
})

function open(): Engine | null {
  try {
    const clocks = { now: () => now, monotonicNow: () => monotonicNow }
    const made = new Engine(options, clocks, () => Atomics.add(commits, 0, 1))
    send({ type: 'opened' })
    return made
  } catch (error) {
    send({ type: 'refused', error: toThreadError(error) })
    return null
  }
}

async function perform(request: Extract<ThreadRequest, { type: 'perform' }>): Promise<void> {
  const { id, operation, args } = request
  try {
    const value = await engine?.perform(operation, args, () => {
      ;({ now, monotonicNow } = request)
    })
    const bytes = operation === 'result' && value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : []
    send({ type: 'performed', id, value }, bytes)
  } catch (error) {
    send({ type: 'failed', id, error: toThreadError(error) })
  }
}

function close(): void {
  engine?.close()
  // What was committed just now settles first; then nothing keeps this thread alive.
  setImmediate(() => port.close())
}

function send(reply: ThreadReply, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(reply, transfer)
}

/** What the thread of a store is given when it starts. */
export type ThreadSetup = {
  readonly options: EngineOptions
  readonly port: MessagePort
  /** Set to 1 when the thread has said how opening went. */
  readonly opened: Int32Array
  /** Counted up at each commit, before anybody is told of it. */
  readonly commits: Int32Array
}

/** Asks for one operation, at the time of whoever asks; `close` ends the thread when all before it are done. */
export type ThreadRequest =
  | {
      readonly type: 'perform'
      readonly id: number
      readonly operation: Operation
      readonly args: readonly unknown[]
      readonly now: number
      readonly monotonicNow: number
    }
  | { readonly type: 'close' }

export type ThreadReply =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly error: ThreadError }
  | { readonly type: 'performed'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: ThreadError }

/** An error in words that survive being sent: a clone of an error forgets its class and its own fields. */
export type ThreadError =
  | {
      readonly kind: 'runner'
      readonly code: RunnerErrorCode
      readonly message: string
      readonly errors: RunnerError['errors']
    }
  | { readonly kind: 'other'; readonly error: unknown }

function toThreadError(error: unknown): ThreadError {
  if (!(error instanceof RunnerError)) return { kind: 'other', error }
  return { kind: 'runner', code: error.code, message: error.message, errors: error.errors }
}
