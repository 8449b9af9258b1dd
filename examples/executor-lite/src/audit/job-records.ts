import type { AuditEvent } from '@tezgah/audit'
import type { Job, NewJob } from '@tezgah/runner'

/** Action of the record of a start. */
export const START_ACTION = 'backtest.start'
/** Action of the record of an end. */
export const FINISH_ACTION = 'backtest.finish'
/** Action of the record of another address, for other code or data. */
export const READDRESS_ACTION = 'backtest.readdress'

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

/** The audit record for a job that the service itself gives another address. */
export function readdressEvent({ id, address: was }: Job, address: string): AuditEvent {
  const details = { was, address }
  return { actor: 'executor', action: READDRESS_ACTION, subject: id, correlationId: id, outcome: 'success', details }
}

/** The audit record for a job that computes a damaged result again. */
export function repairEvent({ id, address }: NewJob): AuditEvent {
  const details = { address }
  return { actor: 'executor', action: 'backtest.repair', subject: id, correlationId: id, outcome: 'success', details }
}
