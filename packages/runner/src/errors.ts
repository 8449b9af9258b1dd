import { describeValue, fieldPath } from '@tezgah/core/describe'
import { CodedError, codedErrorGuard } from '@tezgah/core/errors'
import type { z } from 'zod'

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
  | 'result_damaged'
  | 'closed'

/** One field that was refused; both texts can be shown to the sender of the request. */
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
export class RunnerError extends CodedError<RunnerErrorCode> {
  override readonly name = 'RunnerError'
  /** Every refused field; empty where the request is valid and something else failed. */
  readonly errors: readonly FieldError[]

  /** With `queue_full`, an estimate of when there is room again, in milliseconds; otherwise `null`. */
  readonly retryAfterMs: number | null
  /** With `store_failed`: true where the change may have been made, and only its confirmation was lost. */
  readonly inDoubt: boolean

  constructor(code: RunnerErrorCode, message: string, options: RunnerErrorOptions = {}) {
    super(code, message, options)
    this.errors = options.errors ?? []
    this.retryAfterMs = options.retryAfterMs ?? null
    this.inDoubt = options.inDoubt ?? false
  }
}

/** True for a {@link RunnerError}, also one thrown by another installed copy of this package. */
export const isRunnerError: (error: unknown) => error is RunnerError = codedErrorGuard<RunnerError>('RunnerError')

/** An error about fields, whose message lists them all. */
export function fieldsRefused(code: RunnerErrorCode, errors: readonly FieldError[]): RunnerError {
  return new RunnerError(code, errors.map(({ field, message }) => `${field}: ${message}`).join('; '), { errors })
}

/** @param subject - a module, a file or an option: the subject of `problem` */
export function invalidStrategies(subject: string, problem: string, cause?: unknown): RunnerError {
  return new RunnerError('invalid_strategies', `${subject} ${problem}`, { cause })
}

/**
 * One entry per refused field of a zod error; parse with `{ reportInput: true }` to have what was received in the message.
 *
 * @param prefix - put before each path, for example `params`
 */
export function toFieldErrors(error: z.ZodError, prefix = ''): readonly FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [...(prefix === '' ? [] : [prefix]), ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: fieldPath([...path, key]), message: 'is not a known field' }))
    }
    const received = 'input' in issue ? `, received ${describeValue(issue.input)}` : ''
    // For a wrong type zod names what was received by itself, though only as its type.
    const message = received === '' ? issue.message : issue.message.replace(/, received \w+$/, '')
    return [{ field: fieldPath(path) || 'body', message: `${message}${received}` }]
  })
}

/** Where errors that no caller waits for are reported by default: as a process warning. */
export function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}
