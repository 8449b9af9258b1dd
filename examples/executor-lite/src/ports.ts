import type { AuditEvent } from '@tezgah/audit'

/** Where this service records what happened. `@tezgah/audit`'s log fits. */
export interface AuditTrail {
  /** Resolves when the record would survive a power cut; rejects when it was not written. */
  append(event: AuditEvent): Promise<unknown>
  readonly state: { readonly status: 'open' | 'unavailable' | 'closed' }
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
