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

const MAX_SHOWN = 60

/**
 * One entry per refused field of a zod error; parse with `{ reportInput: true }` to have what was received in the message.
 *
 * @param prefix - put before each path, for example `params`
 */
export function toFieldErrors(error: z.ZodError, prefix = ''): readonly FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [...(prefix === '' ? [] : [prefix]), ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ field: fieldName([...path, key]), message: 'is not a known field' }))
    }
    const received = 'input' in issue ? `, received ${describe(issue.input)}` : ''
    return [{ field: fieldName(path) || 'body', message: `${issue.message}${received}` }]
  })
}

/** `params.levels[2]` */
function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`
    const shown = shorten(String(key))
    return name === '' ? shown : `${name}.${shown}`
  }, '')
}

/** What was received, short enough for a message; objects and lists by their kind only. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return shorten(typeof value === 'string' ? JSON.stringify(value) : String(value))
}

function shorten(text: string): string {
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}
