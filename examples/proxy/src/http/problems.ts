import type { FastifyInstance, FastifyReply } from 'fastify'

/** One thing wrong with one field of a request. */
export type FieldError = { readonly field: string; readonly message: string }

/** An RFC 9457 problem document, the only form in which this service reports an error. */
export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors: readonly FieldError[]
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json; charset=utf-8'

/** `slug` becomes a stable `type` that a client can compare; `detail` is for a person and says what to do next. */
export function problem(
  status: number,
  slug: string,
  title: string,
  detail: string,
  errors: readonly FieldError[] = [],
): Problem {
  return { type: `urn:tezgah:problem:${slug}`, title, status, detail, errors }
}

type ProblemOptions = ErrorOptions & { readonly headers?: Readonly<Record<string, string>> }

/** Thrown by the guards and the upstream; the app's error handler turns it into the response. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  /** Sent with the answer. */
  readonly headers: Readonly<Record<string, string>>

  constructor(document: Problem, { headers = {}, ...options }: ProblemOptions = {}) {
    super(document.detail, options)
    this.problem = document
    this.headers = headers
  }
}

/** Seconds, as `Retry-After` wants them: whole, and at least one. */
export function retryAfter(ms: number): { readonly 'retry-after': string } {
  return { 'retry-after': String(Math.max(1, Math.ceil(ms / 1_000))) }
}

/** Bytes of a body that is no upload. */
export const BODY_LIMIT_BYTES = 64 * 1024

const NO_SUCH_ROUTE = problem(404, 'not-found', 'Route not found', 'This path has no route. The page is at /.')
const TOO_LARGE = problem(413, 'too-large', 'Body too large', `A body may have ${BODY_LIMIT_BYTES} bytes at most.`)
const NOT_JSON = problem(415, 'not-json', 'JSON expected', 'Send the header "content-type: application/json".')
const BAD_LENGTH = problem(400, 'bad-length', 'Wrong length', 'The length of the body differs from content-length.')
const UNEXPECTED = problem(
  500,
  'unexpected',
  'Internal error',
  'The proxy failed on this request; its log has the reason.',
)

const SESSION_EXPIRED = 'urn:tezgah:problem:session-expired'

/**
 * Turns every thrown error into a problem document.
 *
 * @param expiredCookie - the `Set-Cookie` value that removes an expired session from the browser
 * @param reportError - called with every failure of the proxy, never with a mistake of the client
 */
export function answerProblems(
  app: FastifyInstance,
  { expiredCookie, reportError }: { readonly expiredCookie: string; readonly reportError: (error: unknown) => void },
): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ProblemError) reply.headers(error.headers)
    const document = describeError(error, reportError)
    // Otherwise the browser keeps sending an expired id.
    if (document.type === SESSION_EXPIRED) reply.header('set-cookie', expiredCookie)
    return sendProblem(reply, document)
  })
  app.setNotFoundHandler((_request, reply) => sendNotFound(reply))
}

export function sendNotFound(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, NO_SUCH_ROUTE)
}

function describeError(error: unknown, reportError: (error: unknown) => void): Problem {
  if (error instanceof ProblemError) {
    if (error.cause !== undefined) reportError(error)
    return error.problem
  }
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return TOO_LARGE
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return NOT_JSON
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return BAD_LENGTH
  reportError(error)
  return UNEXPECTED
}

function sendProblem(reply: FastifyReply, document: Problem): FastifyReply {
  return reply
    .code(document.status)
    .header('content-type', PROBLEM_CONTENT_TYPE)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(document))
}
