import { isFinal, type Job, type Runner, type SharedCandles } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { BackgroundWorker } from '../background/background-worker.ts'
import { extendIdleTimeout } from '../http/idle-timeout.ts'
import { ProblemError } from '../http/problem.ts'
import { type RouteConfig, type RouteDoc, readQuery } from '../http/route.ts'
import { named } from '../http/schemas.ts'
import { findJob, RESULT_PROBLEMS, resultOf } from './find-job.ts'

export type ReportsDeps = {
  readonly runner: Runner
  readonly reports: BackgroundWorker
  /** URL of the module that the runner takes its strategies from. */
  readonly strategiesModule: string
}

const CONVENTIONS = ['tezgah', 'backtesting.py', 'empyrical', 'quantstats', 'freqtrade'] as const

const statisticsQuery = z.strictObject({
  convention: z.enum(CONVENTIONS).optional().describe('Whose formulas; default what the run was started with'),
  riskFreeRate: z
    .string()
    .regex(/^-?(0|[1-9]\d{0,2})(\.\d{1,12})?$/, 'must be a decimal above -1')
    .transform(Number)
    .refine((rate) => rate > -1, 'must be a decimal above -1')
    .optional()
    .describe('A fraction a year, 0.05 for 5 %'),
})

const group = z.record(z.string(), z.unknown())

const statisticsSchema = named(
  'Statistics',
  z.looseObject({
    convention: z.enum(CONVENTIONS),
    returns: group,
    risk: group,
    drawdown: group,
    ratios: group,
    activity: group,
    trades: group,
    notes: group.describe('Why a figure is null, by its path'),
  }),
)

const reading = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'watching', doc })

/** Longer than a report may take. */
const QUIET_MS = 90_000

/** `GET /backtest/:id/trades.csv`, `GET /backtest/:id/statistics`. */
export function addReportRoutes(app: FastifyInstance, deps: ReportsDeps): void {
  const { reports, runner } = deps
  const trades = reading({
    operationId: 'getBacktestTrades',
    summary: 'The trades, one line each',
    responses: { 200: { 'text/csv': null } },
    problems: [...RESULT_PROBLEMS, 'busy', 'too-slow'],
  })
  app.get<{ Params: { id: string } }>('/backtest/:id/trades.csv', { config: trades }, async (request, reply) => {
    const job = await findJob(runner, request.params.id)
    const result = await resultOf(runner, job)
    extendIdleTimeout(request, QUIET_MS)
    const bytes = await reports.run({ type: 'trades', result })
    const disposition = `attachment; filename="${job.id}-trades.csv"`
    return reply.type('text/csv; charset=utf-8').header('content-disposition', disposition).send(bytes)
  })

  const statistics = reading({
    operationId: 'getBacktestStatistics',
    summary: 'Every statistic, under a convention; computed when asked for',
    query: statisticsQuery,
    responses: { 200: { 'application/json': statisticsSchema } },
    problems: [...RESULT_PROBLEMS, 'not-reproducible', 'busy', 'too-slow'],
  })
  app.get<{ Params: { id: string } }>('/backtest/:id/statistics', { config: statistics }, async (request, reply) => {
    const query = readQuery(statisticsQuery, request.query)
    const job = await findJob(runner, request.params.id)
    const resultSha256 = await requireResult(runner, job)
    extendIdleTimeout(request, QUIET_MS)
    const { spec } = job
    const candles = await candlesOf(runner, spec.datasets)
    const detail = await candlesOf(runner, spec.detail)
    const { strategiesModule } = deps
    const task = { type: 'statistics', strategiesModule, spec, resultSha256, candles, detail, ...query } as const
    return reply.type('application/json; charset=utf-8').send(await reports.run(task))
  })
}

async function requireResult(runner: Runner, job: Job): Promise<string> {
  if (isFinal(job.status) && job.status === 'done' && job.resultSha256 !== null) {
    // Also because a thread has no walls: only what the service was started with is run in it.
    if (job.spec.strategiesVersion === runner.strategiesVersion) return job.resultSha256
    throw new ProblemError('not-reproducible', 'The strategy has changed since, or is one that a user sent.')
  }
  await resultOf(runner, job)
  throw new ProblemError('result-dropped', 'Only the newest results are kept; run it again.')
}

async function candlesOf(runner: Runner, datasets: Job['spec']['datasets']): Promise<readonly SharedCandles[]> {
  const all: SharedCandles[] = []
  for (const { id, sha256 } of datasets) {
    if (runner.datasets.get(id)?.sha256 !== sha256)
      throw new ProblemError('not-reproducible', `The dataset ${id} is not what it was, or not here any more.`)
    all.push(await runner.candles(id))
  }
  return all
}
