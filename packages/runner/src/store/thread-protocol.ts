import type { MessagePort } from 'node:worker_threads'
import { RunnerError, type RunnerErrorCode } from '../errors.ts'
import type { EngineOptions, Operation } from './engine.ts'

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

export function toThreadError(error: unknown): ThreadError {
  if (!(error instanceof RunnerError)) return { kind: 'other', error }
  return { kind: 'runner', code: error.code, message: error.message, errors: error.errors }
}

export function fromThreadError(sent: ThreadError): unknown {
  return sent.kind === 'other' ? sent.error : new RunnerError(sent.code, sent.message, { errors: sent.errors })
}
