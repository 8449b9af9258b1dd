import type { AuditTrail } from '../audit/trail.ts'
import { RateLimiter } from './rate-limiter.ts'

const WINDOW_MS = 60_000
/** This many failures within a minute count as an attack. */
export const ALARM_AT = 6
/** Failures of one client that are examined in a minute; further ones are only answered 429. */
const PER_PEER = 20

/** Called when failures become an attack. */
export type AuthAlarm = {
  /** Whose failure was the one too many; others may have taken part. */
  readonly peer: string
  /** Failures within {@link windowMs}, this one included. */
  readonly failures: number
  readonly windowMs: number
}

/**
 * Counts failures of authentication. Each peer has a bucket of its own, which holds up nothing but further failures of that peer. The
 * alarm goes off with the failure that is exactly the 6th within 60 s, of all peers together: an attacker with many addresses is one
 * attack. It goes off again only after it has been calmer.
 */
export class FailureLimiter {
  readonly #peers: RateLimiter
  readonly #now: () => number
  readonly #onAlarm: (alarm: AuthAlarm) => void
  /** The latest failures, oldest first: one more than the alarm needs, to tell the 6th from the 7th. */
  readonly #latest: number[] = []

  /** @param now - milliseconds of a monotonic clock */
  constructor(now: () => number, onAlarm: (alarm: AuthAlarm) => void) {
    this.#peers = new RateLimiter(PER_PEER, now)
    this.#now = now
    this.#onAlarm = onAlarm
  }

  /** Counts one failure; true once this peer has had too many. */
  record(peer: string): boolean {
    const now = this.#now()
    this.#latest.push(now)
    if (this.#latest.length > ALARM_AT + 1) this.#latest.shift()
    const failures = this.#latest.filter((at) => at > now - WINDOW_MS).length
    if (failures === ALARM_AT) this.#onAlarm({ peer, failures, windowMs: WINDOW_MS })
    return !this.#peers.take(peer).allowed
  }
}

export type AuthAlarmDeps = {
  readonly audit: AuditTrail
  readonly auditFailed: () => void
  readonly log: { readonly error: (details: object, message: string) => void }
  /** For a metric. */
  readonly count?: () => void
}

/** Reports to the log, the audit log and a metric that tokens are being guessed. */
export function reportAuthAlarm({ audit, auditFailed, log, count }: AuthAlarmDeps): (alarm: AuthAlarm) => void {
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
