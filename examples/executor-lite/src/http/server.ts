import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type onRequestAsyncHookHandler,
} from 'fastify'
import { answerClientError, answerErrors, answerUnknown, sendProblem, toProblem } from './answer-problems.ts'
import { setReadTimeout } from './idle-timeout.ts'
import { redact } from './redact.ts'
import { drainBodyAfterReply, limitBodyTime, readJsonBodies } from './request-body.ts'
import { EVENT_STREAM, type RouteTable } from './route.ts'

/** What slow clients may hold. */
export type ConnectionLimits = {
  /** Connections of all clients together; one more is closed at once. */
  readonly maxConnections: number
  /** Milliseconds for the headers of a request to arrive. */
  readonly headersMs: number
  /** A connection that neither takes nor gives a byte for so long is closed, in milliseconds. */
  readonly quietMs: number
  /** Milliseconds for a body to arrive, where its route does not say. */
  readonly bodyTimeoutMs: number
  /** Milliseconds for the rest of a body to arrive once its request was answered. */
  readonly lingerMs: number
}

const CONNECTIONS: ConnectionLimits = {
  maxConnections: 1_000,
  headersMs: 5_000,
  quietMs: 10_000,
  bodyTimeoutMs: 8_000,
  lingerMs: 5_000,
}
const BODY_LIMIT = 64 * 1024
/** Longer than any route gives a body; Node's last resort. */
const REQUEST_MS = 150_000

export type ServerOptions = {
  /** Every route that is added. */
  readonly table: RouteTable
  /** Decides before anything is read whether a request is answered at all. */
  readonly guard: onRequestAsyncHookHandler
  readonly onAnswered: (request: FastifyRequest, reply: FastifyReply) => void
  /** Never in an answer: what was sent may be quoted in a refusal. */
  readonly secret: string
  readonly connectionLimits?: Partial<ConnectionLimits> | undefined
  readonly logger?: FastifyBaseLogger | undefined
}

/** A server without routes: bounded in what a client may send and hold, guarded, and answering problem documents. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { guard, logger, onAnswered, secret, table } = options
  const limits = { ...CONNECTIONS, ...options.connectionLimits }
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    // Slow clients: Node looks at these limits as often as `connectionsCheckingInterval` says, by default only each 30 s.
    http: { headersTimeout: limits.headersMs, connectionsCheckingInterval: 500, maxHeaderSize: 16 * 1024 },
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 5_000,
    connectionTimeout: limits.quietMs,
    forceCloseConnections: 'idle',
    // The address as it was sent may hold anything; `onResponse` logs the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 100 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, toProblem(error, BODY_LIMIT), secret),
    ...(logger === undefined ? {} : { loggerInstance: logger }),
  })
  app.server.maxConnections = limits.maxConnections
  table.watch(app)
  app.addHook('onRequest', guard)
  limitBodyTime(app, limits.bodyTimeoutMs)
  readJsonBodies(app, secret)
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.url.includes('?')) request.query = redact(request.query, secret)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    onAnswered(request, reply)
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    // Streams of events have their own limits.
    if (!String(reply.getHeader('content-type')).startsWith(EVENT_STREAM)) setReadTimeout(reply, limits.quietMs)
    done()
  })
  drainBodyAfterReply(app, limits.lingerMs)
  answerErrors(app, secret, BODY_LIMIT)
  answerUnknown(app, table, secret)
  return app
}
