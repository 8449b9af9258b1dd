import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { FORWARDED_ROUTES, type ForwardedRoute } from './forwarded-routes.ts'
import { upstreamHeaders } from './header-filter.ts'
import { checkLocalRequest } from './local-guard.ts'
import { servePage } from './page.ts'
import { PROBLEM_CONTENT_TYPE, type Problem, ProblemError, problem } from './problem.ts'
import { SECURITY_HEADERS } from './security-headers.ts'
import type { Upstream } from './upstream.ts'

export type AppDependencies = {
  readonly upstream: Upstream
  readonly adminToken: string
  /** Folder of the built page. */
  readonly pageDirectory: string
  /** Told of every failure that is ours, never of what a client did wrong. */
  readonly reportError: (error: unknown) => void
}

const BODY_LIMIT_BYTES = 64 * 1024
const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 10_000
const TIMEOUT_CHECK_MS = 500
const MAX_CONNECTIONS = 512

/** The proxy as an app that is not listening yet; `main.ts` gives it the environment, a test a stand-in upstream. */
export async function buildApp(deps: AppDependencies): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    forceCloseConnections: true,
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false },
    exposeHeadRoutes: false,
    frameworkErrors: (_error, _request, reply) => {
      sendProblem(reply.headers(SECURITY_HEADERS), NO_SUCH_ROUTE)
    },
  })
  app.server.maxConnections = MAX_CONNECTIONS
  app.removeAllContentTypeParsers()
  // Bytes are passed on as they came; whether they are valid JSON is for the executor to say.
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    checkLocalRequest({
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '/',
      headers: request.headers,
      localPort: request.socket.localPort ?? 0,
    })
  })
  app.setErrorHandler((error, _request, reply) => sendProblem(reply, describeError(error, deps.reportError)))
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, NO_SUCH_ROUTE))

  for (const route of FORWARDED_ROUTES) {
    app.route({
      method: route.method,
      url: route.path,
      handler: (request, reply) => forward(route, deps, request, reply),
    })
  }
  await servePage(app, deps.pageDirectory)
  return app
}

async function forward(
  route: ForwardedRoute,
  { upstream, adminToken }: AppDependencies,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = route.upstreamPath(request.params as Record<string, string>)
  if (path === null) throw new ProblemError(BAD_ID)
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const answer = await upstream.request({
    method: route.method,
    path: path + passedQuery(route, request.url),
    headers: upstreamHeaders(request.headers, route.admin ? adminToken : null),
    body: request.body instanceof Buffer ? request.body : null,
    signal: gone.signal,
  })
  return reply.code(answer.status).headers(answer.headers).header('cache-control', 'no-store').send(answer.body)
}

function passedQuery(route: ForwardedRoute, url: string): string {
  const asked = new URL(url, 'http://proxy').searchParams
  const passed = new URLSearchParams()
  for (const name of route.query) {
    const value = asked.get(name)
    if (value !== null) passed.set(name, value)
  }
  return passed.size === 0 ? '' : `?${passed}`
}

function describeError(error: unknown, reportError: AppDependencies['reportError']): Problem {
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

const NO_SUCH_ROUTE = problem(404, 'not-found', 'Not found', 'There is nothing here. The page is at /.')
const BAD_ID = problem(404, 'not-found', 'Not found', 'The id in the path has characters that no id has.')
const TOO_LARGE = problem(413, 'too-large', 'Body too large', `A body may have ${BODY_LIMIT_BYTES} bytes at most.`)
const NOT_JSON = problem(415, 'not-json', 'JSON expected', 'Send the header "content-type: application/json".')
const BAD_LENGTH = problem(400, 'bad-length', 'Wrong length', 'The body is not as long as content-length said.')
const UNEXPECTED = problem(
  500,
  'unexpected',
  'Something went wrong',
  'The proxy failed on this request; its log says why.',
)
