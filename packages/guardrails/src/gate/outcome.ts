import type { Actor } from '../four-eyes/actor.ts'
import { type ChangeEvent, changeEvent, type Refused, refuse } from '../four-eyes/outcome.ts'
import type { Parameters } from '../parameters/parameters.ts'
import type { GateState, Proposal } from './proposal.ts'

/**
 * Why the gate refuses a command.
 *
 * - `invalid_command`, `invalid_parameters`: malformed; the message names the member
 * - `duplicate_id`, `not_found`, `too_many_open`: as they say
 * - `no_change`: current and target are equal
 * - `invalid_time`: `expiresAt` or `notBefore` lies outside what is allowed
 * - `not_open`: the proposal is applied, rejected, withdrawn or otherwise over
 * - `expired`: it waited too long
 * - `clock_went_back`: the proposal was made later than now
 * - `same_person`: a proposer cannot approve or reject, and no person approves twice
 * - `not_proposer`: only the proposer can amend or withdraw
 * - `other_content`: the proposal is not what the approver saw
 * - `enough_approvals`: the quorum is reached already
 * - `not_approved`: the quorum is not reached
 * - `too_early`: `notBefore` has not come
 * - `not_allowed`: the emergency role is missing
 */
export type GateRefusal =
  | 'invalid_command'
  | 'invalid_parameters'
  | 'duplicate_id'
  | 'not_found'
  | 'too_many_open'
  | 'no_change'
  | 'invalid_time'
  | 'not_open'
  | 'expired'
  | 'clock_went_back'
  | 'same_person'
  | 'not_proposer'
  | 'other_content'
  | 'enough_approvals'
  | 'not_approved'
  | 'too_early'
  | 'not_allowed'

/**
 * What a command leads to. `applied` holds the parameters to put into force, `null` if there are none: also when a
 * proposal turned out to be `conflicted`, which is a change of the gate and no refusal.
 */
export type GateOutcome =
  | {
      readonly state: GateState
      readonly events: readonly ChangeEvent[]
      readonly applied: Parameters | null
      readonly refused?: undefined
    }
  | Refused<GateRefusal>

/** The gate with one proposal changed, and the event of the change. */
export function changeProposal(
  state: GateState,
  proposal: Proposal,
  [actor, now]: readonly [Actor, number],
  [action, details]: readonly [string, Partial<Pick<ChangeEvent['details'], 'reason' | 'alarm'>>],
): GateOutcome & { readonly refused?: undefined } {
  const proposals = state.proposals.map((other) => (other.id === proposal.id ? proposal : other))
  const { base: before, target: after } = proposal
  const event = changeEvent(now, actor, [action, proposal.id], { before, after, ...details })
  return { state: { ...state, proposals }, events: [event], applied: null }
}

/** The proposal of a command, if it is open. What is due has been marked as expired before. */
export function findProposal(
  { proposals }: GateState,
  id: string,
  now: number,
): { readonly proposal: Proposal; readonly refused?: undefined } | Refused<GateRefusal> {
  const proposal = proposals.find((candidate) => candidate.id === id)
  if (proposal === undefined) return refuse('not_found', `no proposal ${id} is known`)
  const { createdAt, expiresAt, status } = proposal
  if (status === 'expired') return refuse('expired', `proposal ${id} expired at ${expiresAt}`)
  if (status !== 'pending' && status !== 'approved' && status !== 'scheduled') {
    return refuse('not_open', `proposal ${id} is ${status}`)
  }
  if (now < createdAt) return refuse('clock_went_back', `now: must not be before ${createdAt}, was ${now}`)
  return { proposal }
}
