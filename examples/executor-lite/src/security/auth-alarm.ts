import type { AuditTrail } from '../ports.ts'
import { ALARM_AT, type AuthAlarm } from './failure-watch.ts'

export type AuthAlarmDeps = {
  readonly audit: AuditTrail
  readonly auditFailed: () => void
  readonly log: { readonly error: (details: object, message: string) => void }
  /** For a metric. */
  readonly count?: () => void
}

/** Tells the log, the audit log and a metric that somebody tries tokens. */
export function tellAuthAlarm({ audit, auditFailed, log, count }: AuthAlarmDeps): (alarm: AuthAlarm) => void {
  return ({ peer, failures, windowMs }) => {
    count?.()
    log.error({ alarm: 'auth', peer, failures, windowMs }, `${ALARM_AT} failures of authentication within a minute`)
    const details = { failures, windowMs, alarm: true }
    audit
      .append({
        actor: `anonymous@${peer}`,
        action: 'auth.alarm',
        subject: 'x-admin-token',
        outcome: 'refused',
        details,
      })
      .catch(auditFailed)
  }
}
