import type { TreeHead } from '@tezgah/audit'
import type { CheckpointAnswer, CheckpointResult, Failure, InclusionAnswer, Trust } from './checks.ts'
import type { FullCheckResult } from './full-check.ts'

/** What the worker is asked, and what it answers to each. */
export type WorkerCalls = {
  readonly signature: {
    readonly asked: { answer: CheckpointAnswer; trust: Trust | null }
    readonly answer: CheckpointResult
  }
  readonly growth: {
    readonly asked: { head: TreeHead; seen: TreeHead | null; proof: readonly string[] }
    readonly answer: Failure | null
  }
  /** Content of records and their links to others that were asked about. */
  readonly records: {
    readonly asked: { raws: readonly unknown[] }
    readonly answer: { failure: Failure | null; count: number }
  }
  readonly content: { readonly asked: { raw: unknown; seq: number }; readonly answer: Failure | null }
  /** `hash: null`: of the record with this number that was asked about before; no answer where there was none. */
  readonly place: {
    readonly asked: { hash: string | null; seq: number; head: TreeHead; answer: InclusionAnswer }
    readonly answer: Failure | null | 'unknown'
  }
  readonly whole: { readonly asked: { heads: readonly TreeHead[] }; readonly answer: FullCheckResult }
}

export type WorkerCallName = keyof WorkerCalls
export type WorkerRequest = {
  [Name in WorkerCallName]: { readonly id: number; readonly name: Name; readonly asked: WorkerCalls[Name]['asked'] }
}[WorkerCallName]

export type WorkerReply =
  | { readonly id: number; readonly type: 'answer'; readonly answer: unknown }
  | { readonly id: number; readonly type: 'progress'; readonly records: number }
  /** It could not be found out; `message` says why. */
  | { readonly id: number; readonly type: 'error'; readonly message: string }
