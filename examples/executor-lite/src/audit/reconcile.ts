import type { AuditRecord } from '@tezgah/audit'
import { readAudit } from '@tezgah/audit/node'
import type { JobStore } from '@tezgah/runner'
import { FINISH_ACTION, START_ACTION } from './job-records.ts'
import type { AuditTrail } from './trail.ts'

/** Above the number of unreported ends that a store can hold. */
const ALL = 1_000_000

/**
 * Makes audit log and store tell the same after a process has died between the two:
 * - an end that is in the log is acknowledged in the store, where it would be recorded twice;
 * - a start that is in the log, and never reached the store, gets the record that it came to nothing.
 *
 * To be called before the runner begins.
 */
export async function reconcile(store: JobStore, audit: AuditTrail, auditFile: string): Promise<void> {
  const unacknowledged = new Set((await store.unacknowledged(ALL)).map(({ id }) => id))
  const begun = new Map<string, AuditRecord>()
  for await (const record of readAudit(auditFile)) {
    const { action, outcome, subject } = record
    if (action === START_ACTION && outcome === 'unknown') begun.set(subject, record)
    else if (action === START_ACTION) begun.delete(subject)
    else if (action === FINISH_ACTION) {
      begun.delete(subject)
      if (unacknowledged.has(subject)) await store.acknowledge(subject)
    }
  }
  for (const record of begun.values()) {
    if ((await store.get(record.subject)) === null) await audit.append(cameToNothing(record))
  }
}

function cameToNothing({
  action,
  actor,
  correlationId,
  details,
  subject,
}: AuditRecord): Parameters<AuditTrail['append']>[0] {
  const event = { actor, action, subject, outcome: 'failure', details: { ...details, reason: 'interrupted' } } as const
  return correlationId === undefined ? event : { ...event, correlationId }
}
