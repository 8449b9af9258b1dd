/**
 * Why a document cannot be used.
 *
 * - `missing`: there is none; a first start must initialise it
 * - `exists`: there is one, so this is not a first start
 * - `corrupt`: it is not what was written, or of another kind
 * - `storage`: the disk failed; the next read may find the old or the new state
 */
export type StoreErrorCode = 'missing' | 'exists' | 'corrupt' | 'storage'

/** The one error class of `@tezgah/guardrails/node`. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** True for a `StoreError`, also for one that another installed copy of this package made. */
export function isStoreError(value: unknown): value is StoreError {
  return value instanceof Error && value.name === 'StoreError'
}
