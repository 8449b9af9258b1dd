import type { AuditTrail, ExecutorMetrics } from './ports.ts'

/** Milliseconds; the wall clock says since when, the monotonic one for how long. */
type Clocks = { readonly now: () => number; readonly monotonicNow: () => number }

const systemClocks: Clocks = { now: Date.now, monotonicNow: () => performance.now() }

/** The same audit log; how long its records take and since when the oldest of them waits is told to the metrics. */
export function timedAudit(
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
        // One that was refused waits no more: whoever handed it over counts the failure.
        pending.delete(handedOver)
        tellOldest()
      }
    },
  }
}
