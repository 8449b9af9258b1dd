import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { BackgroundWorker } from '../background/background-worker.ts'
import { extendIdleTimeout } from '../http/idle-timeout.ts'
import { ProblemError } from '../http/problem.ts'
import { jsonRoute, type RouteConfig, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import type { CheckpointWitness, SignedCheckpoint } from './checkpoint-witness.ts'
import type { AuditTrail } from './trail.ts'

export type AuditProofsDeps = {
  readonly audit: AuditTrail
  /** The active file of the log. */
  readonly auditFile: string
  readonly checkpoints: Pick<CheckpointWitness, 'latest' | 'verifierKey'>
  readonly reports: BackgroundWorker
}

const count = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a number of records, a whole number')
  .transform(Number)
const proofQuery = z.strictObject({ size: count.optional().describe('Of the tree; absent: of the newest checkpoint') })
const consistencyQuery = z.strictObject({
  from: count.describe('Records of the older tree'),
  to: count.optional().describe('Of the newer tree; absent: of the newest checkpoint'),
})
const pathSchema = z.strictObject({ seq: count })

const hash = z.string().regex(/^[0-9a-f]{64}$/)
const headSchema = z.strictObject({ size: z.int(), root: hash.describe('RFC 6962 over the hashes of the records') })
const proof = z.array(hash)

const checkpointSchema = named(
  'AuditCheckpoint',
  z.strictObject({
    checkpoint: z.string().describe('Signed note, C2SP tlog-checkpoint'),
    key: z.string().describe('Verifier key: <name>+<id>+<base64>'),
    ...headSchema.shape,
  }),
)
const inclusionSchema = named('InclusionProof', z.strictObject({ seq: z.int(), hash, ...headSchema.shape, proof }))
const consistencySchema = named('ConsistencyProof', z.strictObject({ from: headSchema, to: headSchema, proof }))

const QUIET_MS = 150_000

/** `GET /audit/checkpoint`, `GET /audit/records/:seq/proof`, `GET /audit/consistency`. */
export function addAuditProofRoutes(app: FastifyInstance, deps: AuditProofsDeps): void {
  const { auditFile, checkpoints, reports } = deps
  const shows = (doc: RouteConfig['doc']): RouteConfig => ({
    access: 'viewer',
    bucket: 'requests',
    ...(doc && { doc }),
  })

  const checkpoint = shows(
    jsonRoute('getAuditCheckpoint', 'The newest signed checkpoint of the audit log', checkpointSchema, {
      problems: ['not-found'],
    }),
  )
  app.get('/audit/checkpoint', { config: checkpoint }, async () => {
    const { note, root, size } = newest(deps)
    return { checkpoint: note, key: checkpoints.verifierKey, size, root }
  })

  const inclusionDoc = jsonRoute('proveAuditRecord', 'That a record is in the log, RFC 9162', inclusionSchema, {
    query: proofQuery,
    problems: ['not-found', 'busy', 'too-slow'],
  })
  app.get('/audit/records/:seq/proof', { config: shows(inclusionDoc) }, async (request, reply) => {
    const { seq } = readQuery(pathSchema, request.params)
    const { size = newest(deps).size } = readQuery(proofQuery, request.query)
    checkSize('size', size, deps)
    if (seq >= size) throw new ProblemError('not-found', `A tree of ${size} records has none with the number ${seq}.`)
    extendIdleTimeout(request, QUIET_MS)
    const bytes = await reports.run({ type: 'audit-inclusion', log: auditFile, seq, size })
    return reply.type('application/json; charset=utf-8').send(bytes)
  })

  const consistencyDoc = jsonRoute('proveAuditGrowth', 'That the log only grew, RFC 9162', consistencySchema, {
    query: consistencyQuery,
    problems: ['not-found', 'busy', 'too-slow'],
  })
  app.get('/audit/consistency', { config: shows(consistencyDoc) }, async (request, reply) => {
    const { from, to = newest(deps).size } = readQuery(consistencyQuery, request.query)
    checkSize('to', to, deps)
    if (from > to) throw invalid('from', `must be at most ${to}, was ${from}`)
    extendIdleTimeout(request, QUIET_MS)
    const bytes = await reports.run({ type: 'audit-consistency', log: auditFile, from, to })
    return reply.type('application/json; charset=utf-8').send(bytes)
  })
}

function newest({ checkpoints }: AuditProofsDeps): SignedCheckpoint {
  if (checkpoints.latest !== null) return checkpoints.latest
  throw new ProblemError('not-found', 'No checkpoint has been signed yet; try again in a few seconds.')
}

function checkSize(field: string, size: number, { audit }: AuditProofsDeps): void {
  const { size: durable = 0 } = audit.state
  if (size > durable) throw invalid(field, `must be at most ${durable}, the records that the log has, was ${size}`)
}

function invalid(field: string, message: string): ProblemError {
  return new ProblemError('invalid-request', 'The query is not valid.', { errors: [{ field, message }] })
}
