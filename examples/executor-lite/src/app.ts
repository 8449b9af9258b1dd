import { randomUUID } from 'node:crypto'
import type { JobStore, Runner } from '@tezgah/runner'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import type { CheckpointWitness } from './audit/checkpoint-witness.ts'
import { addAuditProofRoutes } from './audit/proof-routes.ts'
import { addAuditRoutes } from './audit/routes.ts'
import type { ObservableTrail } from './audit/trail.ts'
import { AuditVerification } from './audit/verification.ts'
import type { FailureLimiter } from './auth/failure-limiter.ts'
import type { Authenticator } from './auth/identity.ts'
import { RateLimiter } from './auth/rate-limiter.ts'
import { createRequestGuard } from './auth/request-guard.ts'
import { BackgroundWorker } from './background/background-worker.ts'
import { addDatasetReadRoutes, addDatasetUploadRoute } from './datasets/routes.ts'
import type { DatasetStore } from './datasets/store.ts'
import { EventHub } from './events/hub.ts'
import { JobHub } from './events/job-events.ts'
import { addBacktestEventsRoute, addEventsRoute, EVENT_STREAM } from './events/routes.ts'
import { publishEvents } from './events/sources.ts'
import { type EventLimits, StreamLimits } from './events/stream-limits.ts'
import { countVerdicts, RecentVerdicts } from './guardrails/recent-verdicts.ts'
import { addGuardrailRoutes, guardrailDocuments } from './guardrails/routes.ts'
import type { Guardrails } from './guardrails/service.ts'
import { createStartReview } from './guardrails/start-review.ts'
import { answerClientError, answerErrors, answerUnknown, sendProblem, toProblem } from './http/answer-problems.ts'
import { setReadTimeout } from './http/idle-timeout.ts'
import { addOpenApiRoute } from './http/openapi.ts'
import { addOperationsRoutes } from './http/operations.ts'
import { redact } from './http/redact.ts'
import { drainBodyAfterReply, limitBodyTime, readJsonBodies } from './http/request-body.ts'
import { RouteTable } from './http/route.ts'
import { addCatalogueRoutes } from './jobs/catalogue-routes.ts'
import { addReportRoutes } from './jobs/reports.ts'
import { addBacktestRoutes, addCancelRoute } from './jobs/routes.ts'
import { addStartRoute } from './jobs/start-route.ts'
import type { ExecutorMetrics } from './metrics/port.ts'
import { Slo } from './metrics/slo.ts'
import { addSloRoute } from './metrics/slo-route.ts'
import { addSpotRoute, noPriceFeed, type PriceFeed } from './spot/price.ts'

/** Everything the service needs and does not make itself. */
export type AppDeps = {
  readonly runner: Runner
  readonly store: JobStore
  readonly audit: ObservableTrail
  readonly metrics: ExecutorMetrics
  /** The active file of the audit log. */
  readonly auditFile: string
  readonly checkpoints: CheckpointWitness
  readonly datasetStore: DatasetStore
  /** URL of the module that the runner takes its strategies from. */
  readonly strategiesModule: string
  /** Never in an answer: what was sent may be quoted in a refusal. */
  readonly adminToken: string
  readonly authenticate: Authenticator
  readonly failures: FailureLimiter
  readonly guardrails: Guardrails
  /** Default: none is read. */
  readonly spot?: PriceFeed
  readonly rateLimitPerMinute: number
  /** Proxies between clients and this process. Default 0. */
  readonly trustedHops?: number
  /** Exact values that the `Host` header may have, in lower case. */
  readonly allowedHosts: () => ReadonlySet<string>
  readonly eventLimits?: EventLimits
  readonly connectionLimits?: Partial<ConnectionLimits>
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow?: () => number
  readonly isShuttingDown?: () => boolean
  readonly logger?: FastifyBaseLogger
}

const BODY_LIMIT = 64 * 1024
/** A backtest is watched while it runs: such routes have ten times the room. */
const WATCHING_FACTOR = 10

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
/** Longer than any route gives a body; Node's last resort. */
const REQUEST_MS = 150_000
const REPORTS = { maxTasks: 16, timeoutMs: 60_000 }
const VERIFICATION = { maxTasks: 1, timeoutMs: 120_000 }

/** Builds the service; nothing listens yet. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const monotonicNow = deps.monotonicNow ?? (() => performance.now())
  const { bodyTimeoutMs, headersMs, lingerMs, maxConnections, quietMs } = { ...CONNECTIONS, ...deps.connectionLimits }
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    // Slow clients: Node looks at these limits as often as `connectionsCheckingInterval` says, by default only each 30 s.
    http: { headersTimeout: headersMs, connectionsCheckingInterval: 500, maxHeaderSize: 16 * 1024 },
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 5_000,
    connectionTimeout: quietMs,
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
  app.server.maxConnections = maxConnections
  const slo = new Slo(monotonicNow)
  const table = new RouteTable()
  table.watch(app)
  app.addHook(
    'onRequest',
    createRequestGuard({
      authenticate: deps.authenticate,
      failures: deps.failures,
      limiters: {
        requests: new RateLimiter(deps.rateLimitPerMinute, monotonicNow),
        watching: new RateLimiter(deps.rateLimitPerMinute * WATCHING_FACTOR, monotonicNow),
      },
      allowedHosts: deps.allowedHosts,
      trustedHops: deps.trustedHops ?? 0,
      audit: deps.audit,
      metrics: deps.metrics,
    }),
  )
  limitBodyTime(app, bodyTimeoutMs)
  readJsonBodies(app, deps.adminToken)
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.url.includes('?')) request.query = redact(request.query, deps.adminToken)
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url
    deps.metrics.httpAnswered({ method: request.method, route, statusCode: reply.statusCode })
    slo.answered(reply.statusCode)
    request.log.debug({ route: route ?? null, status: reply.statusCode, ms: reply.elapsedTime }, request.method)
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    // Streams of events have their own limits.
    if (reply.getHeader('content-type') !== EVENT_STREAM) setReadTimeout(reply, quietMs)
    done()
  })
  drainBodyAfterReply(app, lingerMs)
  answerErrors(app, deps.adminToken, BODY_LIMIT)
  answerUnknown(app, table, deps.adminToken)
  addRoutes(app, { ...deps, monotonicNow }, slo)
  addOpenApiRoute(app, table)
  addOperationsRoutes(app, { ...deps, isShuttingDown: deps.isShuttingDown ?? (() => false) }, table)
  return app
}

function addRoutes(app: FastifyInstance, deps: AppDeps & { readonly monotonicNow: () => number }, slo: Slo): void {
  const { audit, auditFile, metrics, monotonicNow, runner } = deps
  const streams = new StreamLimits(deps.eventLimits)
  const hub = new JobHub(runner, monotonicNow, streams)
  const reports = new BackgroundWorker(REPORTS)
  const thread = new BackgroundWorker(VERIFICATION)
  const stopFollowing = slo.follow(runner)
  const onStarted = (durationMs: number): void => {
    metrics.started()
    metrics.enqueued(durationMs)
    slo.started(durationMs)
  }
  const verdicts = new RecentVerdicts()
  addStartRoute(app, {
    ...deps,
    review: createStartReview(deps.guardrails, verdicts, countVerdicts(metrics)),
    onStarted,
  })
  addBacktestRoutes(app, runner)
  addCancelRoute(app, deps)
  addBacktestEventsRoute(app, runner, hub)
  addReportRoutes(app, { ...deps, reports })
  addCatalogueRoutes(app, runner)
  addDatasetReadRoutes(app, runner)
  addDatasetUploadRoute(app, deps)
  const onVerified = metrics.auditVerified
  const { checkpoints } = deps
  const auditVerdicts = new AuditVerification({ audit, auditFile, checkpoints, thread, monotonicNow, onVerified })
  addAuditRoutes(app, { auditFile, reports, verdicts: auditVerdicts })
  addAuditProofRoutes(app, { audit, auditFile, checkpoints, reports })
  const guardrailDeps = { ...deps, verdicts, now: deps.guardrails.deps.now, newId: randomUUID }
  addGuardrailRoutes(app, guardrailDeps)
  addSloRoute(app, slo)
  const { spot = noPriceFeed('BTCTRY') } = deps
  addSpotRoute(app, spot)
  const events = new EventHub({ streams, now: Date.now })
  const documents = guardrailDocuments(guardrailDeps)
  const stopFeeding = publishEvents(events, { ...deps, documents, slo, spot, verdicts })
  addEventsRoute(app, events, deps.authenticate)
  app.addHook('onListen', async () => slo.booted())
  // Before it waits for answers to end: these would not.
  app.addHook('preClose', async () => {
    stopFeeding()
    events.close()
    hub.close()
    streams.close()
    stopFollowing()
    await Promise.all([reports.close(), thread.close()])
  })
}
