import { CodedError, codedErrorGuard } from '@tezgah/core/errors'

/**
 * Why an audit operation did not succeed.
 *
 * - `invalid_event`: the event itself cannot be recorded; nothing was written and the log goes on
 * - `overloaded`: too many appends wait for the disk; nothing was written and the log goes on
 * - `unavailable`: the disk failed, now or earlier; the log accepts nothing more until it is opened again
 * - `closed`: the log was closed by its owner
 * - `locked`: another process writes this log
 * - `tampered`: the file on disk is not what this log wrote
 */
export type AuditErrorCode = 'invalid_event' | 'overloaded' | 'unavailable' | 'closed' | 'locked' | 'tampered'

/** The one error class of this package. Its message never quotes a value that was to be recorded. */
export class AuditError extends CodedError<AuditErrorCode> {
  override readonly name = 'AuditError'
  /** Sequence number of the first record that does not verify; `null` for every code but `tampered`. */
  readonly seq: number | null

  constructor(code: AuditErrorCode, message: string, options: ErrorOptions & { readonly seq?: number } = {}) {
    super(code, message, options)
    this.seq = options.seq ?? null
  }
}

/** True for an `AuditError`, also for one that another installed copy of this package created. */
export const isAuditError: (error: unknown) => error is AuditError = codedErrorGuard<AuditError>('AuditError', [
  'invalid_event',
  'overloaded',
  'unavailable',
  'closed',
  'locked',
  'tampered',
])

/** The refusal of an event that holds what JSON cannot say. Any other error is given back as it is. */
export function invalidEvent(cause: unknown): unknown {
  if (!(cause instanceof TypeError)) return cause
  return new AuditError('invalid_event', `the event cannot be recorded: ${cause.message}`, { cause })
}
