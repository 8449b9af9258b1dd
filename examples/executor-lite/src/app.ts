import { randomUUID } from 'node:crypto'
import type { JobStore, Runner } from '@tezgah/runner'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { answerErrors, answerUnknown, sendProblem } from './answer-problems.ts'
import { limitArrival } from './arrival-limit.ts'
import { Aside } from './aside/aside.ts'
import type { KeptCheckpoint } from './audit/kept-checkpoint.ts'
import { AuditVerdicts } from './audit-verdicts.ts'
import { answerClientError } from './client-error.ts'
import type { DatasetShelf } from './dataset-shelf.ts'
import { keepEarlyAnswersReadable } from './early-answer.ts'
import { DeskHub } from './events/desk-hub.ts'
import { feedDesk } from './events/feed-desk.ts'
import { JobHub } from './events/job-hub.ts'
import { type EventLimits, OpenStreams } from './events/open-streams.ts'
import { createGuard } from './guard.ts'
import { countVerdicts } from './guardrails/count-verdicts.ts'
import type { Guardrails } from './guardrails/guardrails.ts'
import { createStartReview } from './guardrails/start-review.ts'
import { Verdicts } from './guardrails/verdicts.ts'
import { readJsonBodies } from './json-body.ts'
import { expectReader } from './let-take-time.ts'
import type { LiveAuditTrail } from './live-audit.ts'
import { maskIn } from './mask.ts'
import type { Authenticator, ExecutorMetrics } from './ports.ts'
import { RateLimiter } from './rate-limit.ts'
import { RouteTable } from './route-table.ts'
import { addAuditRoutes } from './routes/audit.ts'
import { addAuditProofRoutes } from './routes/audit-proofs.ts'
import { addBacktestEventsRoute, EVENT_STREAM } from './routes/backtest-events.ts'
import { addBacktestRoutes } from './routes/backtests.ts'
import { addCancelRoute } from './routes/cancel.ts'
import { addCatalogueRoutes } from './routes/catalogue.ts'
import { addDatasetsRoute } from './routes/datasets.ts'
import { addEventsRoute } from './routes/events.ts'
import { addGuardrailRoutes, guardrailDocuments } from './routes/guardrails.ts'
import { addOpenApiRoute } from './routes/openapi.ts'
import { addOperationsRoutes } from './routes/operations.ts'
import { addReportRoutes } from './routes/reports.ts'
import { addSloRoute } from './routes/slo.ts'
import { addSpotRoute } from './routes/spot.ts'
import { addStartRoute } from './routes/start.ts'
import type { FailureWatch } from './security/failure-watch.ts'
import { Slo } from './slo/slo.ts'
import { type Spot, spotOff } from './spot/spot.ts'
import { toProblem } from './to-problem.ts'

/** Everything the service needs and does not make itself. */
export type AppDeps = {
  readonly runner: Runner
  readonly store: JobStore
  readonly audit: LiveAuditTrail
  readonly metrics: ExecutorMetrics
  /** The active file of the audit log. */
  readonly auditFile: string
  readonly checkpoints: KeptCheckpoint
  readonly shelf: DatasetShelf
  /** URL of the module that the runner takes its strategies from. */
  readonly strategiesModule: string
  /** Never in an answer: what was sent may be quoted in a refusal. */
  readonly adminToken: string
  readonly authenticate: Authenticator
  readonly failures: FailureWatch
  readonly guardrails: Guardrails
  /** Default: none is read. */
  readonly spot?: Spot
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
  /** A connection that neither takes nor gives a byte for so long is closed, in milliseconds. */
  readonly quietMs: number
  /** Milliseconds for a body to arrive, where its route does not say. */
  readonly arrivalMs: number
  /** Milliseconds for the rest of a body to arrive once its request was answered. */
  readonly lingerMs: number
}

const CONNECTIONS: ConnectionLimits = { maxConnections: 1_000, quietMs: 10_000, arrivalMs: 8_000, lingerMs: 5_000 }
/** Longer than any route gives a body; Node's last resort. */
const REQUEST_MS = 150_000
const REPORTS = { maxTasks: 16, timeoutMs: 60_000 }
const VERIFICATION = { maxTasks: 1, timeoutMs: 120_000 }

/** Builds the service; nothing listens yet. */
export function buildApp(deps: AppDeps): FastifyInstance {
  const monotonicNow = deps.monotonicNow ?? (() => performance.now())
  const { arrivalMs, lingerMs, maxConnections, quietMs } = { ...CONNECTIONS, ...deps.connectionLimits }
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    // Slow clients: Node looks at these limits as often as `connectionsCheckingInterval` says, by default only each 30 s.
    http: { headersTimeout: 5_000, connectionsCheckingInterval: 500, maxHeaderSize: 16 * 1024 },
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
    createGuard({
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
  limitArrival(app, arrivalMs)
  readJsonBodies(app, deps.adminToken)
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.url.includes('?')) request.query = maskIn(request.query, deps.adminToken)
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
    if (reply.getHeader('content-type') !== EVENT_STREAM) expectReader(reply, quietMs)
    done()
  })
  keepEarlyAnswersReadable(app, lingerMs)
  answerErrors(app, deps.adminToken, BODY_LIMIT)
  answerUnknown(app, table, deps.adminToken)
  addRoutes(app, { ...deps, monotonicNow }, slo)
  addOpenApiRoute(app, table)
  addOperationsRoutes(app, { ...deps, isShuttingDown: deps.isShuttingDown ?? (() => false) }, table)
  return app
}

function addRoutes(app: FastifyInstance, deps: AppDeps & { readonly monotonicNow: () => number }, slo: Slo): void {
  const { audit, auditFile, metrics, monotonicNow, runner } = deps
  const streams = new OpenStreams(deps.eventLimits)
  const hub = new JobHub(runner, monotonicNow, streams)
  const reports = new Aside(REPORTS)
  const thread = new Aside(VERIFICATION)
  const stopFollowing = slo.follow(runner)
  const onStarted = (durationMs: number): void => {
    metrics.started()
    metrics.enqueued(durationMs)
    slo.started(durationMs)
  }
  const verdicts = new Verdicts()
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
  addDatasetsRoute(app, deps)
  const onVerified = metrics.auditVerified
  const { checkpoints } = deps
  const auditVerdicts = new AuditVerdicts({ audit, auditFile, checkpoints, thread, monotonicNow, onVerified })
  addAuditRoutes(app, { auditFile, reports, verdicts: auditVerdicts })
  addAuditProofRoutes(app, { audit, auditFile, checkpoints, reports })
  const guardrailDeps = { ...deps, verdicts, now: deps.guardrails.deps.now, newId: randomUUID }
  addGuardrailRoutes(app, guardrailDeps)
  addSloRoute(app, slo)
  const { spot = spotOff('BTCTRY') } = deps
  addSpotRoute(app, spot)
  const desk = new DeskHub({ streams, now: Date.now })
  const documents = guardrailDocuments(guardrailDeps)
  const stopFeeding = feedDesk(desk, { ...deps, documents, slo, spot, verdicts })
  addEventsRoute(app, desk, deps.authenticate)
  app.addHook('onListen', async () => slo.booted())
  // Before it waits for answers to end: these would not.
  app.addHook('preClose', async () => {
    stopFeeding()
    desk.close()
    hub.close()
    streams.close()
    stopFollowing()
    await Promise.all([reports.close(), thread.close()])
  })
}
