import type { JobStore } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import type { RouteConfig } from '../guard.ts'
import type { AuditTrail, ExecutorMetrics } from '../ports.ts'
import type { RouteTable } from '../route-table.ts'

export type OperationsDeps = {
  readonly store: JobStore
  readonly audit: AuditTrail
  readonly metrics: ExecutorMetrics
  readonly isShuttingDown: () => boolean
}

const PROBE: RouteConfig = { access: 'open', bucket: 'uncounted' }
const READ: RouteConfig = { access: 'open', bucket: 'requests' }

/** `GET /healthz`, `GET /readyz`, `GET /metrics`, `GET /__routes`. */
export function addOperationsRoutes(app: FastifyInstance, deps: OperationsDeps, table: RouteTable): void {
  app.get('/healthz', { config: PROBE }, async () => ({ status: 'ok' }))

  app.get('/readyz', { config: PROBE }, async (_request, reply) => {
    const checks = await readiness(deps)
    const ready = Object.values(checks).every((check) => check === 'ok')
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not ready', checks })
  })

  app.get('/metrics', { config: PROBE }, async (_request, reply) => {
    return reply.type(deps.metrics.contentType).send(await deps.metrics.render())
  })

  app.get('/__routes', { config: READ }, async () => ({ routes: table.routes }))
}

async function readiness({ store, audit, isShuttingDown }: OperationsDeps): Promise<Readonly<Record<string, string>>> {
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
