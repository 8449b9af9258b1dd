import { isFinal, type Runner } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { type AuditedDeps, audited } from '../audited.ts'
import { clientOf } from '../client.ts'
import { findJob } from '../find-job.ts'
import { jobViewSchema, viewJob } from '../job-view.ts'
import { ProblemError } from '../problem.ts'
import { jsonRoute, type RouteConfig } from '../route-config.ts'

const CANCEL: RouteConfig = {
  access: 'operator',
  bucket: 'requests',
  doc: jsonRoute('cancelBacktest', 'Cancel a backtest and free its core; 409 once it has ended', jobViewSchema, {
    problems: ['not-found', 'already-final', 'store-unavailable'],
  }),
}

/** `DELETE /backtest/:id`. */
export function addCancelRoute(app: FastifyInstance, deps: AuditedDeps & { readonly runner: Runner }): void {
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
    return audited(deps, change, async () => {
      const cancelled = await deps.runner.cancel(job.id)
      // It ended between the two looks.
      if (cancelled === null) throw alreadyFinal('final')
      return viewJob(cancelled, null)
    })
  })
}

function alreadyFinal(status: string): ProblemError {
  return new ProblemError('already-final', `The backtest is ${status}; there is nothing left to cancel.`)
}
