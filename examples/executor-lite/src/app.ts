import { randomUUID } from 'node:crypto'
import type { JobStore, Runner } from '@tezgah/runner'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import type { CheckpointWitness } from './audit/checkpoint-witness.ts'
import { addAuditRoutes } from './audit/routes.ts'
import type { ObservableTrail } from './audit/trail.ts'
import type { FailureLimiter } from './auth/failure-limiter.ts'
import type { Authenticator } from './auth/identity.ts'
import { RateLimiter } from './auth/rate-limiter.ts'
import { createRequestGuard } from './auth/request-guard.ts'
import { BackgroundWorker } from './background/background-worker.ts'
import { addDatasetRoutes } from './datasets/routes.ts'
import type { DatasetStore } from './datasets/store.ts'
import { addEventRoutes } from './events/routes.ts'
import type { EventLimits } from './events/stream-limits.ts'
import { countVerdicts, RecentVerdicts } from './guardrails/recent-verdicts.ts'
import { addGuardrailRoutes, guardrailDocuments } from './guardrails/routes.ts'
import type { Guardrails } from './guardrails/service.ts'
import { createStartReview } from './guardrails/start-review.ts'
import { addOpenApiRoute } from './http/openapi.ts'
import { addOperationsRoutes } from './http/operations.ts'
import { RouteTable } from './http/route.ts'
import { type ConnectionLimits, createServer } from './http/server.ts'
import { addJobRoutes } from './jobs/routes.ts'
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

/** A backtest is watched while it runs: such routes have ten times the room. */
const WATCHING_FACTOR = 10
const REPORTS = { maxTasks: 16, timeoutMs: 60_000 }

/** Builds the service; nothing listens yet. */
export function buildApp(given: AppDeps): FastifyInstance {
  const deps = { ...APP_DEFAULTS, ...given }
  const { metrics, monotonicNow, runner } = deps
  const slo = new Slo(monotonicNow)
  const table = new RouteTable()
  const app = createServer({
    table,
    guard: guardOf(deps),
    onAnswered: (request, reply) => {
      const route = request.routeOptions.url
      metrics.httpAnswered({ method: request.method, route, statusCode: reply.statusCode })
      slo.answered(reply.statusCode)
      request.log.debug({ route: route ?? null, status: reply.statusCode, ms: reply.elapsedTime }, request.method)
    },
    secret: deps.adminToken,
    connectionLimits: deps.connectionLimits,
    logger: deps.logger,
  })
  const reports = new BackgroundWorker(REPORTS)
  const stopFollowing = slo.follow(runner)
  app.addHook('onListen', async () => slo.booted())
  app.addHook('preClose', async () => {
    stopFollowing()
    await reports.close()
  })
  addRoutes(app, { ...deps, reports, slo })
  addOpenApiRoute(app, table)
  addOperationsRoutes(app, deps, table)
  return app
}

const APP_DEFAULTS = {
  spot: noPriceFeed('BTCTRY'),
  trustedHops: 0,
  monotonicNow: () => performance.now(),
  isShuttingDown: () => false,
}

type CompleteDeps = AppDeps & typeof APP_DEFAULTS

function guardOf(deps: CompleteDeps): ReturnType<typeof createRequestGuard> {
  const { monotonicNow, rateLimitPerMinute } = deps
  const limiters = {
    requests: new RateLimiter(rateLimitPerMinute, monotonicNow),
    watching: new RateLimiter(rateLimitPerMinute * WATCHING_FACTOR, monotonicNow),
  }
  return createRequestGuard({ ...deps, limiters })
}

/** Room by room. */
function addRoutes(
  app: FastifyInstance,
  deps: CompleteDeps & { readonly reports: BackgroundWorker; readonly slo: Slo },
): void {
  const { guardrails, metrics, slo, spot } = deps
  const verdicts = new RecentVerdicts()
  const review = createStartReview(guardrails, verdicts, countVerdicts(metrics))
  const onStarted = (durationMs: number): void => {
    metrics.started()
    metrics.enqueued(durationMs)
    slo.started(durationMs)
  }
  const guardrailDeps = { ...deps, verdicts, now: guardrails.deps.now, newId: randomUUID }
  addJobRoutes(app, { ...deps, review, onStarted })
  addDatasetRoutes(app, deps)
  addAuditRoutes(app, { ...deps, onVerified: metrics.auditVerified })
  addGuardrailRoutes(app, guardrailDeps)
  addSloRoute(app, slo)
  addSpotRoute(app, spot)
  addEventRoutes(app, { ...deps, verdicts, documents: guardrailDocuments(guardrailDeps) })
}
