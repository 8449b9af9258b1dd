import type { ApiError, FieldProblem } from '../api/api-error.ts'
import type { RunResult } from '../api/result.ts'
import type { Run } from '../api/run.ts'
import type { Trouble } from './watch-run.ts'

/** What the page knows of the run it shows. */
export type RunState =
  | { readonly phase: 'none' }
  | { readonly phase: 'starting' }
  | { readonly phase: 'watching'; readonly id: string; readonly run: Run | null; readonly trouble: Trouble | null }
  | { readonly phase: 'done'; readonly id: string; readonly run: Run; readonly result: RunResult }
  /** The run ended without a result. */
  | { readonly phase: 'ended'; readonly id: string; readonly run: Run }
  /** Starting or reading it failed. */
  | { readonly phase: 'error'; readonly id: string | null; readonly error: ApiError }

/** Whether something is under way that a second start would interrupt. */
export const isBusy = ({ phase }: RunState): boolean => phase === 'starting' || phase === 'watching'

/** The fields that the executor, or the strategy as it was set up, could not use. */
export function refusedFields(state: RunState): readonly FieldProblem[] {
  if (state.phase === 'error') return state.error.fields
  const error = state.phase === 'ended' ? state.run.error : null
  if (!error?.field) return []
  // The engine's messages begin with the field; beside the field that would be said twice.
  return [{ field: error.field, message: error.message.replace(`${error.field}: `, '') }]
}
