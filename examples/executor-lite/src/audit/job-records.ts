import type { AuditEvent } from '@tezgah/audit'
import type { Job } from '@tezgah/runner'

/** Action of the record of a start. */
export const START_ACTION = 'backtest.start'
/** Action of the record of an end. */
export const FINISH_ACTION = 'backtest.finish'

/** The audit record for the end of a job. */
export function finishEvent({ id, status, attempts, error, resultSha256, runMs }: Job): AuditEvent {
  return {
    actor: 'executor',
    action: FINISH_ACTION,
    subject: id,
    correlationId: id,
    outcome: status === 'done' ? 'success' : status === 'cancelled' ? 'refused' : 'failure',
    details: { status, attempts, resultSha256, runMs, error: error?.code ?? null },
  }
}
