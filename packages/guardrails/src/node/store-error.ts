import { CodedError, codedErrorGuard } from '@tezgah/core/errors'

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
export class StoreError extends CodedError<StoreErrorCode> {
  override readonly name = 'StoreError'
}

/** True for a `StoreError`, also for one that another installed copy of this package created. */
export const isStoreError: (error: unknown) => error is StoreError = codedErrorGuard<StoreError>('StoreError', [
  'missing',
  'exists',
  'corrupt',
  'storage',
])
