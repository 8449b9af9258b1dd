import { canonicalJson } from '@tezgah/core/canonical-json'
import { sha256Hex } from '@tezgah/core/sha256'
import { RunnerError } from '../errors.ts'

/**
 * A request or the inputs of a job as canonical JSON, without members that are `undefined`. Addresses and digests of stored
 * jobs are hashed from it: its bytes must not change.
 *
 * @throws RunnerError `invalid_request` for what is not JSON, or nests deeper than 500 levels
 */
export function canonicalText(value: unknown): string {
  try {
    return canonicalJson(value, { undefinedMembers: 'omit', loneSurrogates: 'escape' })
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    throw new RunnerError('invalid_request', `the request must be JSON: ${cause.message}`, { cause })
  }
}

/** The digest of a request that its idempotency key is stored with. Equal requests have equal digests, also with their keys in another order. */
export function requestDigest(request: unknown): string {
  return sha256Hex(canonicalText(request))
}
