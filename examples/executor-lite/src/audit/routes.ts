import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { BackgroundWorker } from '../background/background-worker.ts'
import { extendIdleTimeout } from '../http/idle-timeout.ts'
import { jsonRoute, type RouteConfig, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import { type AuditProofsDeps, addAuditProofRoutes } from './proof-routes.ts'
import { AuditVerification, type VerificationDeps, verdictSchema } from './verification.ts'

export type AuditRoutesDeps = AuditProofsDeps & Omit<VerificationDeps, 'thread'>

const VERIFICATION = { maxTasks: 1, timeoutMs: 120_000 }

const name = z.string().min(1).max(256).optional()
const epochMs = z
  .string()
  .regex(/^\d{1,15}$/, 'must be epoch milliseconds, a whole number')
  .transform(Number)
  .optional()

const auditQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d{0,2}|1000)$/, 'must be a whole number from 1 to 1000')
    .transform(Number)
    .default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be nextCursor of the page before')
    .transform(Number)
    .optional(),
  order: z.enum(['oldest', 'newest']).default('oldest').describe('Which records come first'),
  actor: name,
  action: name,
  subject: name,
  outcome: z.enum(['success', 'failure', 'refused', 'unknown']).optional(),
  correlationId: name,
  from: epochMs.describe('Recorded at this time or later'),
  to: epochMs.describe('Recorded before this time'),
})

/** A record as the log holds it. */
export const recordSchema = named(
  'AuditRecord',
  z.strictObject({
    seq: z.int(),
    time: z.int().describe('Epoch milliseconds, UTC'),
    mono: z.int(),
    boot: z.string(),
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    outcome: z.enum(['success', 'failure', 'refused', 'unknown']),
    details: z.record(z.string(), z.unknown()),
    correlationId: z.string().optional(),
    prev: z.string(),
    hash: z.string(),
  }),
)

const pageSchema = named(
  'AuditPage',
  z.strictObject({ records: z.array(recordSchema), nextCursor: z.string().nullable() }),
)

const QUIET_MS = 150_000
/** A page ends with the record that reaches it, however few they are. */
const MAX_PAGE_LENGTH = 2 * 1024 ** 2

/** `GET /audit`, `GET /audit/verify`, and the proofs. */
export function addAuditRoutes(app: FastifyInstance, deps: AuditRoutesDeps): void {
  const { auditFile, reports } = deps
  const thread = new BackgroundWorker(VERIFICATION)
  const verification = new AuditVerification({ ...deps, thread })
  app.addHook('preClose', () => thread.close())
  const pageDoc = jsonRoute(
    'listAuditRecords',
    'Records of the audit log, and where the next page begins',
    pageSchema,
    {
      query: auditQuery,
      problems: ['busy', 'too-slow'],
    },
  )
  const page: RouteConfig = { access: 'viewer', bucket: 'requests', doc: pageDoc }
  app.get('/audit', { config: page }, async (request, reply) => {
    const { cursor, ...filters } = readQuery(auditQuery, request.query)
    extendIdleTimeout(request, QUIET_MS)
    const query = {
      ...filters,
      [filters.order === 'newest' ? 'beforeSeq' : 'afterSeq']: cursor,
      maxLength: MAX_PAGE_LENGTH,
    }
    const bytes = await reports.run({ type: 'audit-page', log: auditFile, query })
    return reply.type('application/json; charset=utf-8').send(bytes)
  })

  const verifyDoc = jsonRoute(
    'verifyAudit',
    'Whether the audit log is as it was written, and how old this verdict is',
    verdictSchema,
    { problems: ['busy', 'too-slow'] },
  )
  const verify: RouteConfig = { access: 'viewer', bucket: 'requests', doc: verifyDoc }
  app.get('/audit/verify', { config: verify }, async (request) => {
    extendIdleTimeout(request, QUIET_MS)
    return verification.latest()
  })
  addAuditProofRoutes(app, deps)
}
