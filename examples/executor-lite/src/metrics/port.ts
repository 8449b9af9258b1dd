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
  recordVerdict(policy: string, verdict: 'approved' | 'refused' | 'overridden'): void
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
