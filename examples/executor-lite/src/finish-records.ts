import type { AuditEvent } from '@tezgah/audit'
import { readAuditFile } from '@tezgah/audit/node'
import type { Job, JobStore } from '@tezgah/runner'

/** Name of the record that tells the end of a backtest. */
const FINISH_ACTION = 'backtest.finish'

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

const BATCH = 1_000

/**
 * Acknowledges the ends that the audit log already holds. A process that died between recording an end and noting that in the store
 * would otherwise record it twice.
 */
export async function acknowledgeRecorded(store: JobStore, auditFile: string): Promise<void> {
  const open = new Set((await store.unacknowledged(BATCH)).map(({ id }) => id))
  if (open.size === 0) return
  for await (const { action, subject } of readAuditFile(auditFile)) {
    if (action === FINISH_ACTION && open.has(subject)) await store.acknowledge(subject)
  }
}
