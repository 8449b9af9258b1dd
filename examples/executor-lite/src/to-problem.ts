import { isAuditError } from '@tezgah/audit'
import { isRunnerError, type RunnerError } from '@tezgah/runner'
import { ProblemError } from './problem.ts'

/** Where nothing is known of how fast room is made. */
const UNKNOWN_WAIT_MS = 5_000

/** A database that restarts needs about so long. */
const STORE_RETRY_SECONDS = '5'
const IN_DOUBT =
  'It is not known whether this was done. Send a start again with its Idempotency-Key; without one, look at GET /backtests first.'

/** Turns whatever was thrown into an answer; what is not understood becomes a 500 that tells nothing about its cause. */
export function toProblem(error: unknown, bodyLimit: number): ProblemError {
  if (error instanceof ProblemError) return error
  if (isRunnerError(error)) return fromRunner(error)
  if (isAuditError(error))
    return new ProblemError('audit-unavailable', 'Nothing was changed. Try again later.', { cause: error })
  return (
    fromFramework(error, bodyLimit) ??
    new ProblemError('internal', 'The cause is in the log of the service.', { cause: error })
  )
}

function fromRunner(error: RunnerError): ProblemError {
  switch (error.code) {
    case 'invalid_request':
    case 'unknown_strategy':
    case 'unknown_dataset':
    case 'invalid_cursor':
      return new ProblemError('invalid-request', error.message, { errors: error.errors, cause: error })
    case 'queue_full':
      return new ProblemError('queue-full', error.message, {
        headers: { 'retry-after': String(Math.ceil((error.retryAfterMs ?? UNKNOWN_WAIT_MS) / 1_000)) },
        cause: error,
      })
    case 'idempotency_conflict':
      return new ProblemError('key-reused', error.message, { errors: error.errors, cause: error })
    case 'closed':
      return new ProblemError('shutting-down', 'Try again in a moment.', { cause: error })
    case 'store_failed':
      return new ProblemError(
        'store-unavailable',
        error.inDoubt ? IN_DOUBT : 'Nothing was accepted. Try again later.',
        {
          headers: { 'retry-after': STORE_RETRY_SECONDS },
          cause: error,
        },
      )
    default:
      return new ProblemError('internal', 'The cause is in the log of the service.', { cause: error })
  }
}

function fromFramework(error: unknown, bodyLimit: number): ProblemError | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? error.code : undefined
  const status = 'statusCode' in error ? error.statusCode : undefined
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ProblemError(
        'wrong-content-type',
        'GET /openapi.json says what each route reads, most of them application/json.',
        {
          cause: error,
        },
      )
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ProblemError('body-too-large', `At most ${bodyLimit} bytes are read.`, { cause: error })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ProblemError('malformed-request', 'The body is empty; send at least {}.', { cause: error })
    case 'FST_ERR_BAD_URL':
      return new ProblemError('malformed-request', 'The address is not a valid URL path.', { cause: error })
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new ProblemError('uri-too-long', 'A part of the path is too long.', { cause: error })
    default:
      return status === 400 || code === 'FST_ERR_CTP_INVALID_JSON_BODY'
        ? new ProblemError('malformed-request', 'The body is not valid JSON.', { cause: error })
        : null
  }
}
