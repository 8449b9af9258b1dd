import type { JobStore, Runner } from '@tezgah/runner'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, LogController } from 'fastify'
import { createTokenCheck } from './admin-token.ts'
import { createGuard } from './guard.ts'
import { readJsonBodies } from './json-body.ts'
import { maskIn } from './mask.ts'
import type { AuditTrail, ExecutorMetrics } from './ports.ts'
import { PROBLEM_TYPE, ProblemError } from './problem.ts'
import { RateLimiter } from './rate-limit.ts'
import { RouteTable } from './route-table.ts'
import { addBacktestRoutes } from './routes/backtests.ts'
import { addCatalogueRoutes } from './routes/catalogue.ts'
import { addOpenApiRoute } from './routes/openapi.ts'
import { addOperationsRoutes } from './routes/operations.ts'
import { toProblem } from './to-problem.ts'

/** Everything the service needs and does not make itself. */
export type AppDeps = {
  readonly runner: Runner
  readonly store: JobStore
  readonly audit: AuditTrail
  readonly metrics: ExecutorMetrics
  readonly adminToken: string
  readonly rateLimitPerMinute: number
  /** Exact values that the `Host` header may have, in lower case. */
  readonly allowedHosts: () => ReadonlySet<string>
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow?: () => number
  readonly isShuttingDown?: () => boolean
  readonly logger?: FastifyBaseLogger
}

const BODY_LIMIT = 64 * 1024
/** A backtest is watched while it runs: its two routes have ten times the room. */
const WATCHING_FACTOR = 10

/** Builds the service; nothing listens yet. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const monotonicNow = deps.monotonicNow ?? (() => performance.now())
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    // Slow clients: Node looks at these limits as often as `connectionsCheckingInterval` says, by default only each 30 s.
    http: { headersTimeout: 5_000, requestTimeout: 8_000, connectionsCheckingInterval: 500, maxHeaderSize: 16 * 1024 },
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    // The address as it was sent may hold anything; `onResponse` logs the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 100 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, toProblem(error, BODY_LIMIT), deps.adminToken),
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
  })
  const table = new RouteTable()
  table.watch(app)
  app.addHook(
    'onRequest',
    createGuard({
      checkToken: createTokenCheck(deps.adminToken),
      limiters: {
        requests: new RateLimiter(deps.rateLimitPerMinute, monotonicNow),
        watching: new RateLimiter(deps.rateLimitPerMinute * WATCHING_FACTOR, monotonicNow),
      },
      allowedHosts: deps.allowedHosts,
      audit: deps.audit,
      metrics: deps.metrics,
    }),
  )
  readJsonBodies(app, deps.adminToken)
  app.addHook('preValidation', async (request) => {
    request.query = maskIn(request.query, deps.adminToken)
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url
    deps.metrics.httpAnswered({ method: request.method, route, statusCode: reply.statusCode })
    request.log.debug({ route: route ?? null, status: reply.statusCode, ms: reply.elapsedTime }, request.method)
  })
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })
  answerErrors(app, deps.adminToken)
  answerUnknown(app, table, deps.adminToken)
  addBacktestRoutes(app, { ...deps, monotonicNow })
  addCatalogueRoutes(app, deps.runner)
  addOpenApiRoute(app, table)
  addOperationsRoutes(app, { ...deps, isShuttingDown: deps.isShuttingDown ?? (() => false) }, table)
  return app
}

function answerErrors(app: FastifyInstance, secret: string): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, BODY_LIMIT)
    if (problem.status >= 500) request.log.error({ err: error }, problem.toProblem().title)
    return sendProblem(reply, problem, secret)
  })
}

function answerUnknown(app: FastifyInstance, table: RouteTable, secret: string): void {
  app.setNotFoundHandler((request, reply) => {
    const methods = table.methodsFor(request.url.split('?')[0] ?? '')
    if (methods.length === 0)
      return sendProblem(reply, new ProblemError('not-found', 'GET /__routes lists what there is.'), secret)
    const allow = methods.join(', ')
    return sendProblem(reply, new ProblemError('method-not-allowed', `Use ${allow}.`, { headers: { allow } }), secret)
  })
}

/** What was sent may be quoted in a refusal; if it was the token, it is masked. */
function sendProblem(reply: FastifyReply, problem: ProblemError, secret: string): FastifyReply {
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value)
  return reply
    .code(problem.status)
    .type(PROBLEM_TYPE)
    .serializer(String)
    .send(JSON.stringify(maskIn(problem.toProblem(), secret)))
}

/** Bytes that are not HTTP, or came too slowly, never reach a route. */
function answerClientError(
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
}
