import { isPlainObject, type JsonObject, type JsonValue } from '@tezgah/core/canonical-json'
import type { Sha256 } from '../encoding/sha256.ts'
import { AuditError } from '../errors.ts'
import { SEALED_NAME } from '../record/limits.ts'
import { child, commitment, type Disclosure, pointerSteps } from './commitment.ts'

/** A value of `details` that the log shall hold as a commitment only. */
export type SealRequest = Pick<Disclosure, 'path' | 'salt'>

/**
 * Puts commitments in the place of values, and says what stood there.
 *
 * @param details - changed in place
 * @throws AuditError `invalid_event` when a path leads to no value, or to one that is sealed already
 */
export function sealDetails(
  details: JsonObject,
  seq: number,
  requests: readonly SealRequest[],
  sha256: Sha256,
): Disclosure[] {
  return requests.map(({ path, salt }) => {
    const steps = pointerSteps(path) ?? []
    const last = steps.pop()
    const parent = steps.reduce<unknown>(child, details)
    const value = last === undefined ? undefined : child(parent, last)
    if (last === undefined || !isJson(value) || holdsSeal(value) || holdsOwnSeal(parent)) {
      throw new AuditError('invalid_event', `details: nothing can be sealed at ${JSON.stringify(path.slice(0, 64))}`)
    }
    replace(parent, last, { [SEALED_NAME]: commitment(salt, value, sha256) })
    return { seq, path, salt, value }
  })
}

// What JSON.parse made is JSON; only a step that led nowhere gives something else.
function isJson(value: unknown): value is JsonValue {
  return value !== undefined
}

function holdsOwnSeal(value: unknown): boolean {
  return isPlainObject(value) && Object.hasOwn(value, SEALED_NAME)
}

function holdsSeal(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSeal)
  return isPlainObject(value) && (holdsOwnSeal(value) || Object.values(value).some(holdsSeal))
}

function replace(parent: unknown, name: string, value: JsonValue): void {
  // Defined and not assigned, so that a field called __proto__ stays a field.
  Object.defineProperty(parent, name, { value, enumerable: true, configurable: true, writable: true })
}
