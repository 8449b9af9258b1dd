import { ROLES } from '@tezgah/core/node/operators-file'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { jsonRoute, type RouteConfig, type RouteDoc, type RouteTable } from './route.ts'
import { named } from './schemas.ts'

export type OperationsDeps = {
  readonly store: { counts(): Promise<unknown> }
  readonly audit: { readonly state: { readonly status: 'open' | 'unavailable' | 'closed' } }
  readonly metrics: { readonly contentType: string; render(): Promise<string> }
  readonly isShuttingDown: () => boolean
}

const probe = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'uncounted', doc })

const healthSchema = z.strictObject({ status: z.literal('ok') })

const readinessSchema = z.strictObject({
  status: z.enum(['ready', 'not ready']),
  checks: z.strictObject({ jobs: z.string(), audit: z.string(), service: z.string() }),
})

const roleSchema = named('Role', z.enum(ROLES))

const routesSchema = z.strictObject({
  routes: z.array(
    z.strictObject({ method: z.string(), path: z.string(), access: z.union([z.literal('open'), roleSchema]) }),
  ),
})

const readyAnswers = { 200: { 'application/json': readinessSchema }, 503: { 'application/json': readinessSchema } }

/** `GET /healthz`, `GET /readyz`, `GET /metrics`, `GET /__routes`. */
export function addOperationsRoutes(app: FastifyInstance, deps: OperationsDeps, table: RouteTable): void {
  const health = probe(jsonRoute('getHealth', 'The process answers', healthSchema))
  app.get('/healthz', { config: health }, async () => ({ status: 'ok' }))

  const ready = probe({
    operationId: 'getReadiness',
    summary: 'Store and audit log can be written',
    responses: readyAnswers,
  })
  app.get('/readyz', { config: ready }, async (_request, reply) => {
    const checks = await readiness(deps)
    const isReady = Object.values(checks).every((check) => check === 'ok')
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'not ready', checks })
  })

  const metrics = probe({
    operationId: 'getMetrics',
    summary: 'Prometheus',
    responses: { 200: { 'text/plain': null } },
  })
  app.get('/metrics', { config: metrics }, async (_request, reply) => {
    return reply.type(deps.metrics.contentType).send(await deps.metrics.render())
  })

  const routes: RouteConfig = {
    access: 'open',
    bucket: 'requests',
    doc: jsonRoute('listRoutes', 'Every route', routesSchema),
  }
  app.get('/__routes', { config: routes }, async () => ({
    routes: table.routes.map(({ method, path, access }) => ({ method, path, access })),
  }))
}

async function readiness({
  store,
  audit,
  isShuttingDown,
}: OperationsDeps): Promise<z.output<typeof readinessSchema>['checks']> {
  const jobs = await store.counts().then(
    () => 'ok',
    () => 'unavailable',
  )
  return {
    jobs,
    audit: audit.state.status === 'open' ? 'ok' : audit.state.status,
    service: isShuttingDown() ? 'shutting down' : 'ok',
  }
}
