import { isAuditError } from '@tezgah/audit'
import { isRunnerError, type RunnerError } from '@tezgah/runner'
import { PROBLEM_TYPE, retryAfter } from '@tezgah-examples/service-kit/problem'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { ProblemError } from './problem.ts'
import { redact } from './redact.ts'
import type { RouteTable } from './route.ts'

/** Where nothing is known of how fast room is made. */
const UNKNOWN_WAIT_MS = 5_000

/** A database that restarts needs about so long. */
const STORE_RETRY_SECONDS = '5'
const IN_DOUBT =
  'It is not known whether this was done. Send a start again with its Idempotency-Key; without one, look at GET /backtests first.'

/** Turns a thrown error into an answer; an unknown one becomes a 500 that says nothing about its cause. */
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
        headers: retryAfter(error.retryAfterMs ?? UNKNOWN_WAIT_MS),
        cause: error,
      })
    case 'idempotency_conflict':
      return new ProblemError('key-reused', error.message, { errors: error.errors, cause: error })
    case 'result_damaged':
      return error.retryAfterMs === null
        ? new ProblemError('result-dropped', error.message, { cause: error })
        : new ProblemError('result-damaged', 'It is being computed again; ask again in a moment.', {
            headers: retryAfter(error.retryAfterMs),
            cause: error,
          })
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

/** What a handler throws becomes a problem document. */
export function answerErrors(app: FastifyInstance, secret: string, bodyLimit: number): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, bodyLimit)
    const { status, title } = problem.problem
    if (status >= 500) request.log.error({ err: error }, title)
    return sendProblem(reply, problem, secret)
  })
}

/** What has no route: 404, or 405 with the methods that there are. */
export function answerUnknown(app: FastifyInstance, table: RouteTable, secret: string): void {
  app.setNotFoundHandler((request, reply) => {
    const methods = table.methodsFor(request.url.split('?')[0] ?? '')
    if (methods.length === 0)
      return sendProblem(reply, new ProblemError('not-found', 'GET /__routes lists what there is.'), secret)
    const allow = methods.join(', ')
    return sendProblem(reply, new ProblemError('method-not-allowed', `Use ${allow}.`, { headers: { allow } }), secret)
  })
}

/** What was sent may be quoted in a refusal; if it was the token, it is masked. */
export function sendProblem(reply: FastifyReply, problem: ProblemError, secret: string): FastifyReply {
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value)
  return reply
    .code(problem.problem.status)
    .type(PROBLEM_TYPE)
    .serializer(String)
    .send(JSON.stringify(redact(problem.problem, secret)))
}

/** How long a client may take to read that it is not understood, in milliseconds. */
const LAST_WORD_MS = 1_000

/** Bytes that are not HTTP, or came too slowly, never reach a route. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: { writable: boolean; destroy(): unknown; end(text: string): unknown },
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, reason] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'Request Timeout']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'Request Header Fields Too Large']
        : [400, 'Bad Request']
  const body = JSON.stringify({
    type: 'about:blank',
    title: reason,
    status,
    detail: 'The request is not readable as HTTP.',
  })
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: ${PROBLEM_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
  // One that goes on sending, and never closes its side, would keep the connection for ever.
  setTimeout(() => socket.destroy(), LAST_WORD_MS).unref()
}
