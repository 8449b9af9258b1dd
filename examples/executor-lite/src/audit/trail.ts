import type { AuditEvent, AuditRecord } from '@tezgah/audit'
import type { ExecutorMetrics } from '../metrics/port.ts'

/** Where this service records what happened. `@tezgah/audit`'s log fits. */
export interface AuditTrail {
  /** Resolves when the record would survive a power cut; rejects when it was not written. */
  append(event: AuditEvent): Promise<unknown>
  readonly state: {
    readonly status: 'open' | 'unavailable' | 'closed'
    /** Records that are on disk, and the hash of the last; absent where they are not kept in files. */
    readonly size?: number
    readonly head?: string
  }
}

/** An audit log that tells what was written. */
export interface ObservableTrail extends AuditTrail {
  /** Calls back with each record as it stands in the log, once it is durable. Returns what stops it. */
  onRecord(listener: (record: AuditRecord) => void): () => void
}

/** The same audit log, which passes each written record to its listeners. */
export function observableTrail(audit: AuditTrail): ObservableTrail {
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

/** Milliseconds; the wall clock says since when, the monotonic one for how long. */
type Clocks = { readonly now: () => number; readonly monotonicNow: () => number }

const systemClocks: Clocks = { now: Date.now, monotonicNow: () => performance.now() }

/** The same audit log; the duration of appends and the age of the oldest waiting record go to the metrics. */
export function meteredTrail(
  audit: AuditTrail,
  metrics: Pick<ExecutorMetrics, 'auditAppended' | 'setAuditPending'>,
  { now, monotonicNow }: Clocks = systemClocks,
): AuditTrail {
  const pending = new Set<{ readonly at: number }>()
  const tellOldest = () => {
    const [oldest] = pending
    metrics.setAuditPending(oldest?.at ?? null)
  }
  return {
    get state() {
      return audit.state
    },
    async append(event) {
      const handedOver = { at: now() }
      const begunAt = monotonicNow()
      pending.add(handedOver)
      tellOldest()
      try {
        const record = await audit.append(event)
        metrics.auditAppended((monotonicNow() - begunAt) / 1_000)
        return record
      } finally {
        // A refused record no longer waits: the caller counts the failure.
        pending.delete(handedOver)
        tellOldest()
      }
    },
  }
}
