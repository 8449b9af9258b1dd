import { CodedError, codedErrorGuard } from '@tezgah/core/errors'

/**
 * Why a call did not succeed. A refused order is not an error but a verdict.
 *
 * - `invalid_policies`: the policy set is not what the schema asks for; the message names the member
 * - `invalid_record`: the decision record is not one
 * - `other_policies`: the record was made with a policy set of another hash
 * - `replay_differs`: the same inputs gave another verdict, so the record or the program was changed
 * - `invalid_event`: the ledger cannot take this event; the message names the member
 */
export type GuardrailsErrorCode =
  | 'invalid_policies'
  | 'invalid_record'
  | 'other_policies'
  | 'replay_differs'
  | 'invalid_event'

/** The one error class of the pure part of this package. */
export class GuardrailsError extends CodedError<GuardrailsErrorCode> {
  override readonly name = 'GuardrailsError'
}

/** True for a `GuardrailsError`, also for one that another installed copy of this package created. */
export const isGuardrailsError: (error: unknown) => error is GuardrailsError =
  codedErrorGuard<GuardrailsError>('GuardrailsError')
