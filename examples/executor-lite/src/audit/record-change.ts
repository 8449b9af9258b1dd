import type { AuditEvent } from '@tezgah/audit'
import { isRunnerError } from '@tezgah/runner'
import { ProblemError } from '../http/problem.ts'
import type { ExecutorMetrics } from '../metrics/port.ts'
import type { AuditTrail } from './trail.ts'

export type RecordDeps = { readonly audit: AuditTrail; readonly metrics: ExecutorMetrics }

/** A change as the audit log tells it before anybody knows what comes of it. */
export type Change = Omit<AuditEvent, 'outcome'>

/**
 * Makes a change that is recorded first, as `unknown`, so that nothing happens that was not recorded. When it fails, a
 * second record says `failure`.
 *
 * @throws ProblemError `audit-unavailable` where nothing could be recorded, and nothing was changed
 * @throws what `effect` throws
 */
export async function recordThenApply<T>(deps: RecordDeps, change: Change, effect: () => Promise<T>): Promise<T> {
  await deps.audit.append({ ...change, outcome: 'unknown' }).catch((cause: unknown) => {
    deps.metrics.auditFailed()
    throw new ProblemError('audit-unavailable', 'Nothing was changed. Try again later.', { cause })
  })
  try {
    return await effect()
  } catch (error) {
    // What may have been done after all stays `unknown`.
    if (!isRunnerError(error) || !error.inDoubt) await recordFailure(deps, change)
    throw error
  }
}

/** Says that a change that was recorded came to nothing. */
export async function recordFailure({ audit, metrics }: RecordDeps, change: Change): Promise<void> {
  await audit.append({ ...change, outcome: 'failure' }).catch(() => metrics.auditFailed())
}
