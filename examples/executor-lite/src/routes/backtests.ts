import { isFinal, JOB_STATUSES, type Job, type Runner, toFieldErrors } from '@tezgah/runner'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { clientOf, type RouteConfig } from '../guard.ts'
import { viewJob } from '../job-view.ts'
import type { AuditTrail, ExecutorMetrics } from '../ports.ts'
import { ProblemError } from '../problem.ts'

export type BacktestRoutesDeps = {
  readonly runner: Runner
  readonly audit: AuditTrail
  readonly metrics: ExecutorMetrics
  /** Milliseconds of a monotonic clock. */
  readonly monotonicNow: () => number
}

const CHANGE: RouteConfig = { access: 'admin', bucket: 'requests' }
const READ: RouteConfig = { access: 'open', bucket: 'requests' }
const WATCH: RouteConfig = { access: 'open', bucket: 'watching' }

const listQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .optional(),
  cursor: z.string().max(100).optional(),
  status: z.enum(JOB_STATUSES).optional(),
})

/** `POST /backtest/start`, `GET /backtest/:id`, `GET /backtest/:id/result`, `GET /backtests`. */
export function addBacktestRoutes(app: FastifyInstance, deps: BacktestRoutesDeps): void {
  const { runner } = deps

  app.post('/backtest/start', { config: CHANGE }, async (request, reply) => {
    const job = await start(request, deps)
    return reply.code(201).header('location', `/backtest/${job.id}`).send({ id: job.id, status: job.status })
  })

  app.get<{ Params: { id: string } }>('/backtest/:id', { config: WATCH }, async ({ params }) => {
    const job = await find(runner, params.id)
    return viewJob(job, runner.progress(job.id))
  })

  app.get<{ Params: { id: string } }>('/backtest/:id/result', { config: WATCH }, async ({ params }, reply) => {
    return sendResult(reply, runner, await find(runner, params.id))
  })

  app.get('/backtests', { config: READ }, async ({ query }) => {
    const parsed = listQuery.safeParse(query, { reportInput: true })
    if (!parsed.success) {
      throw new ProblemError('invalid-request', 'The query is not valid.', { errors: toFieldErrors(parsed.error) })
    }
    const { jobs, nextCursor } = await runner.list(parsed.data)
    return { backtests: jobs.map((job) => viewJob(job, runner.progress(job.id))), nextCursor }
  })
}

/** Recorded first, stored second, answered last: what was answered is in both, and nothing is stored that was not recorded. */
async function start(
  request: FastifyRequest,
  { runner, audit, metrics, monotonicNow }: BacktestRoutesDeps,
): Promise<Job> {
  const begunAt = monotonicNow()
  const prepared = runner.prepare(request.body === undefined ? {} : request.body)
  const { strategy, datasets } = prepared.spec
  const dataset = datasets.map(({ id }) => id).join(' ')
  const event = {
    actor: clientOf(request, 'valid'),
    action: 'backtest.start',
    subject: prepared.id,
    correlationId: prepared.id,
    details: { strategy, dataset, address: prepared.address },
  } as const
  await audit.append({ ...event, outcome: 'unknown' }).catch((cause: unknown) => {
    metrics.auditFailed()
    throw new ProblemError('audit-unavailable', 'Nothing was started. Try again later.', { cause })
  })
  try {
    const job = await runner.submit(prepared)
    metrics.started()
    metrics.enqueued(monotonicNow() - begunAt)
    return job
  } catch (error) {
    await audit.append({ ...event, outcome: 'failure' }).catch(() => metrics.auditFailed())
    throw error
  }
}

async function find(runner: Runner, id: string): Promise<Job> {
  const job = await runner.get(id)
  if (job === null) throw new ProblemError('not-found', 'There is no backtest with this id.')
  return job
}

async function sendResult(reply: FastifyReply, runner: Runner, job: Job): Promise<FastifyReply> {
  if (!isFinal(job.status)) {
    throw new ProblemError('not-finished', `The backtest is ${job.status}.`, { headers: { 'retry-after': '1' } })
  }
  if (job.status !== 'done') {
    throw new ProblemError(
      'no-result',
      `The backtest ${job.status === 'failed' ? `failed: ${job.error?.message}` : 'was cancelled.'}`,
    )
  }
  const bytes = await runner.result(job.id)
  if (bytes === null) throw new ProblemError('result-dropped', 'Only the newest results are kept; run it again.')
  // The bytes as the engine wrote them: what was hashed is what is sent.
  return reply
    .type('application/json; charset=utf-8')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
