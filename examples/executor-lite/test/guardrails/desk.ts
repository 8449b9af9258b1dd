import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AuditEvent } from '@tezgah/audit'
import { type Job, readStrategies } from '@tezgah/runner'
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { afterEach, beforeEach } from 'vitest'
import { createAuthenticator } from '../../src/auth/authenticate.ts'
import { FailureLimiter } from '../../src/auth/failure-limiter.ts'
import { RateLimiter } from '../../src/auth/rate-limiter.ts'
import { createRequestGuard } from '../../src/auth/request-guard.ts'
import { TokenRegistry } from '../../src/auth/token-registry.ts'
import { openGuardrails } from '../../src/guardrails/open.ts'
import { COUNTED_POLICIES, RecentVerdicts } from '../../src/guardrails/recent-verdicts.ts'
import { addGuardrailRoutes } from '../../src/guardrails/routes.ts'
import type { Guardrails } from '../../src/guardrails/service.ts'
import { createStartReview, type StartReview } from '../../src/guardrails/start-review.ts'
import { toProblem } from '../../src/http/answer-problems.ts'
import { redact } from '../../src/http/redact.ts'
import { readJsonBodies } from '../../src/http/request-body.ts'
import { createServiceMetrics } from '../../src/metrics/service-metrics.ts'
import { type Name, tokenOf, writeOperators } from './people.ts'

export const ADMIN_TOKEN = 'canary-7f3a9c51e8d24b60'
const HOST = '127.0.0.1:4010'
const strategiesModule = pathToFileURL(createRequire(import.meta.url).resolve('@tezgah-examples/strategies')).href
const strategies = await readStrategies(strategiesModule)

/** The guardrails behind the real guard, on real files, with a clock that stands still. */
export type Desk = {
  readonly app: FastifyInstance
  readonly guardrails: Guardrails
  readonly review: StartReview
  readonly clock: { now: number }
  readonly audit: { readonly events: AuditEvent[]; broken: boolean }
  readonly folder: string
  /** Finished runs that `GET /risk` finds. */
  readonly jobs: Job[]
  readonly post: (name: Name, url: string, body?: unknown) => Promise<LightMyRequestResponse>
  readonly get: (name: Name, url: string) => Promise<LightMyRequestResponse>
  /** The same files opened by a process that has just begun; nothing was told to the one before. */
  readonly restart: () => Promise<Desk>
}

async function openDesk(folder: string, clock = { now: Date.UTC(2026, 0, 15, 12) }): Promise<Desk> {
  const events: AuditEvent[] = []
  const audit = {
    events,
    broken: false,
    state: { status: 'open' } as const,
    async append(event: AuditEvent) {
      if (audit.broken) throw new Error('the disk is full')
      events.push(event)
    },
  }
  const metrics = createServiceMetrics({ policies: COUNTED_POLICIES })
  const guardrails = await openGuardrails(path.join(folder, 'guardrails'), { audit, metrics, now: () => clock.now })
  const verdicts = new RecentVerdicts()
  const jobs: Job[] = []
  const app = createApp({ folder, audit, metrics, clock })
  let count = 0
  addGuardrailRoutes(app, {
    guardrails,
    verdicts,
    runner: { strategies, list: async () => ({ jobs, nextCursor: null }) },
    now: () => clock.now,
    newId: () => `id-${clock.now}-${++count}`,
  })
  const send = (method: 'GET' | 'POST', name: Name, url: string, body?: unknown) =>
    app.inject({
      method,
      url,
      headers: {
        host: HOST,
        'x-admin-token': tokenOf(name),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { payload: JSON.stringify(body ?? {}) } : {}),
    })
  return {
    app,
    guardrails,
    review: createStartReview(guardrails, verdicts),
    clock,
    audit,
    folder,
    jobs,
    post: (name, url, body) => send('POST', name, url, body),
    get: (name, url) => send('GET', name, url),
    restart: () => openDesk(folder, clock),
  }
}

function createApp({
  folder,
  audit,
  metrics,
  clock,
}: Pick<Desk, 'folder' | 'audit' | 'clock'> & { metrics: ReturnType<typeof createServiceMetrics> }) {
  const app = Fastify()
  const monotonicNow = () => clock.now
  const operators = new TokenRegistry(writeOperators(folder), ADMIN_TOKEN, monotonicNow, () => {})
  const failures = new FailureLimiter(monotonicNow, () => {})
  const limiter = new RateLimiter(100_000, monotonicNow)
  const authenticate = createAuthenticator({ operators, now: () => clock.now })
  const trail = audit as Desk['audit'] & { append: (event: AuditEvent) => Promise<void>; state: { status: 'open' } }
  app.addHook(
    'onRequest',
    createRequestGuard({
      authenticate,
      failures,
      trustedHops: 0,
      limiters: { requests: limiter, watching: limiter },
      allowedHosts: () => new Set([HOST]),
      audit: trail,
      metrics,
    }),
  )
  readJsonBodies(app, ADMIN_TOKEN)
  app.setErrorHandler((error, _request, reply) => {
    const problem = toProblem(error, 65_536)
    return reply.code(problem.problem.status).send(redact(problem.problem, ADMIN_TOKEN))
  })
  return app
}

/** Hands out a desk of its own, on fresh files, before each test of the file that calls this. */
export function eachDesk(use: (desk: Desk) => void): void {
  let desk: Desk
  beforeEach(async () => {
    desk = await openDesk(mkdtempSync(path.join(tmpdir(), 'tezgah-desk-')))
    use(desk)
  })
  afterEach(async () => {
    await desk.app.close()
    rmSync(desk.folder, { recursive: true, force: true })
  })
}
