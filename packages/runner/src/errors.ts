/** What a {@link RunnerError} is about. */
export type RunnerErrorCode =
  | 'queue_full'
  | 'idempotency_conflict'
  | 'unknown_strategy'
  | 'unknown_dataset'
  | 'invalid_request'
  | 'invalid_cursor'
  | 'invalid_dataset'
  | 'dataset_exists'
  | 'invalid_strategies'
  | 'store_locked'
  | 'store_failed'
  | 'closed'

/** One field that was refused, in words that can be shown to whoever sent it. */
export type FieldError = {
  /** Path of the field, for example `params.fast`. */
  readonly field: string
  /** Names the limit and what was received. */
  readonly message: string
}

type RunnerErrorOptions = ErrorOptions & {
  readonly errors?: readonly FieldError[]
  readonly retryAfterMs?: number
  readonly inDoubt?: boolean
}

/** The one error of this package. Its message names the field, what is allowed and what was received. */
export class RunnerError extends Error {
  override readonly name = 'RunnerError'
  readonly code: RunnerErrorCode
  /** Every field to blame; empty where the request is fine and the world is not. */
  readonly errors: readonly FieldError[]

  /** With `queue_full`, an estimate of when there is room again, in milliseconds; otherwise `null`. */
  readonly retryAfterMs: number | null
  /** With `store_failed`: true where the change may have been made, and only its confirmation was lost. */
  readonly inDoubt: boolean

  constructor(code: RunnerErrorCode, message: string, options: RunnerErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.errors = options.errors ?? []
    this.retryAfterMs = options.retryAfterMs ?? null
    this.inDoubt = options.inDoubt ?? false
  }
}

/** True for a {@link RunnerError}, also one thrown by another installed copy of this package. */
export function isRunnerError(error: unknown): error is RunnerError {
  return error instanceof Error && error.name === 'RunnerError' && 'code' in error
}
