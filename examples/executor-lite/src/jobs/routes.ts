import { backtestResultSchema } from '@tezgah/backtest'
import { isFinal, JOB_STATUSES, type Runner } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { READDRESS_ACTION } from '../audit/job-records.ts'
import { type RecordDeps, recordThenApply } from '../audit/record-change.ts'
import { clientOf } from '../auth/identity.ts'
import { ProblemError } from '../http/problem.ts'
import { jsonRoute, type RouteConfig, type RouteDoc, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import { addCatalogueRoutes } from './catalogue-routes.ts'
import { findJob, RESULT_PROBLEMS, resultOf } from './find-job.ts'
import { addReportRoutes, type ReportsDeps } from './reports.ts'
import { addStartRoute, type StartDeps } from './start-route.ts'
import { jobViewSchema, viewJob } from './view.ts'

/** Starts, backtests, their reports, and what one may ask for. */
export function addJobRoutes(app: FastifyInstance, deps: StartDeps & ReportsDeps): void {
  addStartRoute(app, deps)
  addReadRoutes(app, deps.runner)
  addCancelRoute(app, deps)
  addReaddressRoute(app, deps)
  addReportRoutes(app, deps)
  addCatalogueRoutes(app, deps.runner)
}

const watching = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'watching', doc })

const listQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^([1-9]\d?|1\d\d|200)$/, 'must be a whole number from 1 to 200')
    .transform(Number)
    .optional(),
  cursor: z.string().max(100).optional().describe('nextCursor of the page before'),
  status: z.enum(JOB_STATUSES).optional(),
})

const listSchema = named(
  'BacktestList',
  z.strictObject({ backtests: z.array(jobViewSchema), nextCursor: z.string().nullable() }),
)

/** As the engine of its time wrote it: `schema` says how to read it. */
const storedResultSchema = named(
  'StoredResult',
  z.union([named('BacktestResult', backtestResultSchema), z.looseObject({ schema: z.literal(1) })]),
)

/** `GET /backtest/:id`, `GET /backtest/:id/result`, `GET /backtests`. */
function addReadRoutes(app: FastifyInstance, runner: Runner): void {
  const one = {
    config: watching(
      jsonRoute('getBacktest', 'A backtest and how far it is', jobViewSchema, {
        problems: ['not-found', 'store-unavailable'],
      }),
    ),
  }
  app.get<{ Params: { id: string } }>('/backtest/:id', one, async ({ params }) => {
    const job = await findJob(runner, params.id)
    return viewJob(job, runner.progress(job.id))
  })

  const resultDoc = jsonRoute(
    'getBacktestResult',
    'The result, byte for byte as the engine wrote it',
    storedResultSchema,
    { problems: RESULT_PROBLEMS },
  )
  const result = { config: watching(resultDoc) }
  app.get<{ Params: { id: string } }>('/backtest/:id/result', result, async ({ params }, reply) => {
    const bytes = await resultOf(runner, await findJob(runner, params.id))
    return reply.type('application/json; charset=utf-8').send(bytes)
  })

  const listDoc = jsonRoute('listBacktests', 'Backtests, newest first', listSchema, {
    query: listQuery,
    problems: ['store-unavailable'],
  })
  const list: RouteConfig = { access: 'open', bucket: 'requests', doc: listDoc }
  app.get('/backtests', { config: list }, async ({ query }) => {
    const { jobs, nextCursor } = await runner.list(readQuery(listQuery, query))
    return { backtests: jobs.map((job) => viewJob(job, runner.progress(job.id))), nextCursor }
  })
}

const CANCEL: RouteConfig = {
  access: 'operator',
  bucket: 'requests',
  doc: jsonRoute('cancelBacktest', 'Cancel a backtest and free its core; 409 once it has ended', jobViewSchema, {
    problems: ['not-found', 'already-final', 'store-unavailable'],
  }),
}

/** `DELETE /backtest/:id`. */
function addCancelRoute(app: FastifyInstance, deps: RecordDeps & { readonly runner: Runner }): void {
  app.delete<{ Params: { id: string } }>('/backtest/:id', { config: CANCEL }, async (request) => {
    const job = await findJob(deps.runner, request.params.id)
    if (isFinal(job.status)) throw alreadyFinal(job.status)
    const change = {
      actor: clientOf(request),
      action: 'backtest.cancel',
      subject: job.id,
      correlationId: job.id,
      details: { was: job.status },
    }
    return recordThenApply(deps, change, async () => {
      const cancelled = await deps.runner.cancel(job.id)
      // It ended between the two looks.
      if (cancelled === null) throw alreadyFinal('final')
      return viewJob(cancelled, null)
    })
  })
}

const READDRESS: RouteConfig = {
  access: 'operator',
  bucket: 'requests',
  doc: jsonRoute('readdressBacktest', 'Let a backtest that waits run with the code and data of today', jobViewSchema, {
    problems: ['not-found', 'not-waiting', 'store-unavailable'],
  }),
}

/** `POST /backtest/:id/readdress`. */
function addReaddressRoute(app: FastifyInstance, deps: RecordDeps & { readonly runner: Runner }): void {
  app.post<{ Params: { id: string } }>('/backtest/:id/readdress', { config: READDRESS }, async (request) => {
    const job = await findJob(deps.runner, request.params.id)
    if (job.waiting === null) throw notWaiting()
    const change = {
      actor: clientOf(request),
      action: READDRESS_ACTION,
      subject: job.id,
      correlationId: job.id,
      details: { was: job.address },
    }
    return recordThenApply(deps, change, async () => {
      const moved = await deps.runner.readdress(job.id)
      if (moved === null) throw notWaiting()
      return viewJob(moved, null)
    })
  })
}

function notWaiting(): ProblemError {
  return new ProblemError('not-waiting', 'The backtest has all that it needs, or has ended.')
}

function alreadyFinal(status: string): ProblemError {
  return new ProblemError('already-final', `The backtest is ${status}; there is nothing left to cancel.`)
}
