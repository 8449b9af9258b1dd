import type { AuditRecord } from '@tezgah/audit'
import type { AuditTrail } from './ports.ts'

/** An audit log that tells what was written. */
export interface LiveAuditTrail extends AuditTrail {
  /** Calls back with each record as it stands in the log, once it is durable. Returns what stops it. */
  onRecord(listener: (record: AuditRecord) => void): () => void
}

/** The same audit log, which tells what was written to whoever listens. */
export function liveAudit(audit: AuditTrail): LiveAuditTrail {
  const listeners = new Set<(record: AuditRecord) => void>()
  return {
    get state() {
      return audit.state
    },
    async append(event) {
      const record = await audit.append(event)
      // Where records are not kept there is nothing to tell.
      if (isRecord(record)) for (const listener of listeners) listener(record)
      return record
    },
    onRecord(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function isRecord(value: unknown): value is AuditRecord {
  return typeof value === 'object' && value !== null && 'seq' in value && 'hash' in value
}
