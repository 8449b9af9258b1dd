import { PROBLEM_TYPE, type Problem, ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { FastifyInstance, FastifyReply } from 'fastify'

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
    .header('content-type', `${PROBLEM_TYPE}; charset=utf-8`)
    .header('cache-control', 'no-store')
    .send(JSON.stringify(document))
}
