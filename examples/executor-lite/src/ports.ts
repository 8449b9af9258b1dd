import type { AuditEvent } from '@tezgah/audit'
import type { RouteAccess } from './route-config.ts'

/** Who sent a request. */
export type Operator = {
  /** Names the person or program in the audit log. */
  readonly id: string
  readonly role: Exclude<RouteAccess, 'open'>
  /** Which token was sent, and for whom where it speaks for others; never the token. */
  readonly credential: string
}

/** Whose token a request carries. */
export type TokenHolder = {
  readonly operator: Operator
  /** Whether the token may name another operator, whom it has let in: that of a proxy may. */
  readonly speaksForOthers?: true
}

/** What a request's credentials are worth. */
export type AuthVerdict = TokenHolder | 'missing' | 'wrong' | 'repeated'

/** Looks at a request's headers as they came: names and values in turn. */
export type Authenticator = (request: { readonly rawHeaders: readonly string[] }) => AuthVerdict

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

/** What this service counts. `@tezgah/metrics` and a registry fit. */
export interface ExecutorMetrics {
  started(): void
  finished(status: 'done' | 'failed' | 'cancelled'): void
  /** Milliseconds from the arrival of a start to its being durable. */
  enqueued(durationMs: number): void
  authenticationFailed(): void
  rateLimited(): void
  auditFailed(): void
  /** Seconds until an audit record was durable. */
  auditAppended(seconds: number): void
  /** When the oldest audit record that is not durable yet was handed over, epoch milliseconds; `null` where none waits. */
  setAuditPending(at: number | null): void
  /** The audit log was checked just now. */
  auditVerified(isIntact: boolean): void
  judged(policy: string, verdict: 'approved' | 'refused' | 'overridden'): void
  setTradingState(state: 'active' | 'reducing' | 'halted'): void
  /** An answer was sent; `route` is the pattern that matched, `undefined` when none did. */
  httpAnswered(answer: {
    readonly method: string
    readonly route: string | undefined
    readonly statusCode: number
  }): void
  readonly contentType: string
  /** The exposition text. */
  render(): Promise<string>
}
