import { hash } from 'node:crypto'
import type { Approved, StartIntent } from '@tezgah/guardrails'
import {
  JOB_PRIORITIES,
  type Job,
  type NewJob,
  type Runner,
  requestDigest,
  runRequestSchema,
  type SubmitOptions,
} from '@tezgah/runner'
import { headerValues } from '@tezgah-examples/service-kit/raw-headers'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { START_ACTION } from '../audit/job-records.ts'
import { type Change, type RecordDeps, recordFailure, recordThenApply } from '../audit/record-change.ts'
import { clientOf, requireOperator } from '../auth/identity.ts'
import type { StartReview } from '../guardrails/start-review.ts'
import { ProblemError } from '../http/problem.ts'
import { type RouteConfig, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'

export type StartDeps = RecordDeps & {
  readonly runner: Runner
  readonly review: StartReview
  /** Receives the milliseconds until a start was durable. */
  readonly onStarted: (durationMs: number) => void
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow: () => number
}

const startQuery = z.strictObject({
  priority: z.enum(JOB_PRIORITIES).optional().describe('Default normal'),
  fresh: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Run it although the result of an identical backtest is stored'),
})

/** Identical for every replay of an idempotency key; the current status is at GET /backtest/:id. */
const startedSchema = named('StartedBacktest', z.strictObject({ id: z.string(), status: z.literal('queued') }))

const KEY_HEADER = 'idempotency-key'

const START: RouteConfig = {
  access: 'operator',
  bucket: 'requests',
  doc: {
    operationId: 'startBacktest',
    summary: 'Start a backtest; 201 once it is on disk',
    query: startQuery,
    headers: {
      [KEY_HEADER]: 'The same key with the same body gives the first answer again; 1 to 255 visible ASCII characters',
    },
    body: { 'application/json': named('RunRequest', runRequestSchema) },
    responses: { 201: { 'application/json': startedSchema } },
    problems: [
      ...(['key-reused', 'outside-limits', 'trading-halted', 'queue-full', 'refused-change'] as const),
      ...(['store-unavailable', 'guardrails-unavailable'] as const),
    ],
  },
}

/** `POST /backtest/start`. */
export function addStartRoute(app: FastifyInstance, deps: StartDeps): void {
  app.post('/backtest/start', { config: START }, async (request, reply) => {
    const begunAt = deps.monotonicNow()
    const body = request.body === undefined ? {} : request.body
    const options = {
      ...readQuery(startQuery, request.query),
      client: runnerClient(request),
      idempotencyKey: idempotencyKeyOf(request),
    }
    const first = await deps.runner.findByIdempotencyKey(body, options)
    if (first !== null) return sendStarted(reply.header('idempotency-replayed', 'true'), first)
    const prepared = prepare(body, options, deps)
    const approved = await deps.review.reviewStart(prepared, requireOperator(request))
    const job = await submit(prepared, approved, request, deps)
    if (job.id !== prepared.id) return sendStarted(reply.header('idempotency-replayed', 'true'), job)
    deps.onStarted(deps.monotonicNow() - begunAt)
    return sendStarted(reply, job)
  })
}

/** With the limits in force filled in; the key stays that of the body as sent, also when other limits are in force at a replay. */
function prepare(body: unknown, options: SubmitOptions, { review, runner }: StartDeps): NewJob {
  const prepared = runner.prepare(review.withDefaultLimits(body), options)
  if (prepared.idempotency === undefined) return prepared
  return { ...prepared, idempotency: { ...prepared.idempotency, digest: requestDigest(body) } }
}

/** Recorded first, stored second, answered last: what was answered is in both, and nothing is stored that was not recorded. */
async function submit(
  prepared: NewJob,
  { id, strategy }: Approved<StartIntent>,
  request: FastifyRequest,
  deps: StartDeps,
): Promise<Job> {
  const { datasets } = prepared.spec
  const change: Change = {
    actor: clientOf(request),
    action: START_ACTION,
    subject: id,
    correlationId: id,
    details: { strategy, dataset: datasets.map(({ id }) => id).join(' '), address: prepared.address },
  }
  const job = await recordThenApply(deps, change, async () => {
    deps.review.assertNotHalted()
    return deps.runner.submit(prepared)
  })
  // Another request with the same key was first, while this one was being recorded.
  if (job.id !== prepared.id) await recordFailure(deps, change)
  return job
}

function sendStarted(reply: FastifyReply, { id }: Job): FastifyReply {
  return reply.code(201).header('location', `/backtest/${id}`).send({ id, status: 'queued' })
}

function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const keys = headerValues(request.raw.rawHeaders, KEY_HEADER)
  if (keys.length <= 1) return keys[0]
  const message = `must occur at most once, received ${keys.length}`
  throw new ProblemError('invalid-request', 'The headers are not valid.', { errors: [{ field: KEY_HEADER, message }] })
}

/** Longest name of a client that the runner takes. */
const MAX_CLIENT = 64

/** Clients take turns in the queue, and their keys are their own. */
function runnerClient(request: FastifyRequest): string {
  const client = clientOf(request)
  return client.length <= MAX_CLIENT ? client : hash('sha256', client)
}
