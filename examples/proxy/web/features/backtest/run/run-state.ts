import type { Job } from '../../../api/documents.ts'
import type { ApiError, FieldProblem } from '../../../api/errors.ts'
import type { RunResult } from '../../../api/result-formats.ts'
import type { Partial } from './partial.ts'
import type { Trouble } from './watch-run.ts'

export type Watching = {
  readonly phase: 'watching'
  readonly id: string
  readonly run: Job | null
  readonly partial: Partial | null
  readonly trouble: Trouble | null
}

/** What the page knows of the run it shows. */
export type RunState =
  | { readonly phase: 'none' }
  | { readonly phase: 'starting' }
  | Watching
  | { readonly phase: 'done'; readonly id: string; readonly run: Job; readonly result: RunResult }
  /** The run ended without a result. */
  | { readonly phase: 'ended'; readonly id: string; readonly run: Job }
  /** Starting or reading it failed. */
  | { readonly phase: 'error'; readonly id: string | null; readonly error: ApiError }

/** Whether something is under way that a second start would interrupt. */
export const isBusy = ({ phase }: RunState): boolean => phase === 'starting' || phase === 'watching'

/** The run as the executor knows it, as soon as it has been read. */
export const runOf = (state: RunState): Job | null => ('run' in state ? state.run : null)

/** The fields that the executor, or the strategy as it was set up, could not use. */
export function refusedFields(state: RunState): readonly FieldProblem[] {
  if (state.phase === 'error') return state.error.fields
  const error = state.phase === 'ended' ? state.run.error : null
  if (!error?.field) return []
  // The engine's messages begin with the field; beside the field that would be said twice.
  return [{ field: error.field, message: error.message.replace(`${error.field}: `, '') }]
}

/** How many runs were asked for before this one and have not begun; the executor lets clients take turns, so it is a guess. */
export function queuedBefore(jobs: readonly Job[], run: Job): number {
  return jobs.filter(({ id, status, createdAt }) => status === 'queued' && id !== run.id && createdAt < run.createdAt)
    .length
}
