import type { AuditEvent } from '@tezgah/audit'
import type { Job } from '@tezgah/runner'

/** Name of the record that tells the end of a backtest. */
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
