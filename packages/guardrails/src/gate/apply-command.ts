import type { Actor } from '../four-eyes/actor.ts'
import { type ChangeEvent, changeEvent, keepRecentClosed } from '../four-eyes/outcome.ts'
import { readCommand } from '../four-eyes/schema.ts'
import { applyProposal } from './apply-proposal.ts'
import { approve, reject, schedule, withdraw } from './approve-reject.ts'
import { type GateCommand, gateCommandSchema } from './command.ts'
import { findProposal, type GateOutcome } from './outcome.ts'
import { type GateState, isOpen, MAX_CLOSED, type Proposal } from './proposal.ts'
import { amend, propose } from './propose.ts'

/**
 * Judges one command. Same arguments, same outcome; nothing is kept. Adopt the state that comes back, after its events
 * are logged, and put `applied` into force.
 *
 * @param command - unchecked data, but its actor must be authenticated
 * @param now - milliseconds since the epoch, UTC
 */
export function applyGateCommand(state: GateState, command: GateCommand, now: number): GateOutcome {
  const read = readCommand(gateCommandSchema, command, now)
  if (read.refused) return read
  const expired = expire(state, read.command.actor, now)
  const outcome = applyChecked(expired.state, read.command, now)
  if (outcome.refused) return outcome
  const proposals = keepRecentClosed(outcome.state.proposals, isOpen, MAX_CLOSED)
  return { ...outcome, state: { ...outcome.state, proposals }, events: [...expired.events, ...outcome.events] }
}

function applyChecked(state: GateState, command: GateCommand, now: number): GateOutcome {
  if (command.type === 'expire') return { state, events: [], applied: null }
  if (command.type === 'propose') return propose(state, command, now)
  if (command.type === 'amend') return amend(state, command, now)
  const found = findProposal(state, command.id, now)
  if (found.refused) return found
  if (command.type === 'approve') return approve(state, found.proposal, command, now)
  if (command.type === 'reject') return reject(state, found.proposal, command, now)
  if (command.type === 'withdraw') return withdraw(state, found.proposal, command, now)
  if (command.type === 'schedule') return schedule(state, found.proposal, command, now)
  return applyProposal(state, found.proposal, command, now)
}

/** Latches what has expired, so that a clock which is set back cannot revive it. */
function expire(
  state: GateState,
  actor: Actor,
  now: number,
): { readonly state: GateState; readonly events: readonly ChangeEvent[] } {
  const isDue = (proposal: Proposal) => isOpen(proposal) && now >= proposal.expiresAt
  const events = state.proposals
    .filter(isDue)
    .map(({ id, base, target }) => changeEvent(now, actor, ['gate.expired', id], { before: base, after: target }))
  const proposals = state.proposals.map(
    (proposal): Proposal => (isDue(proposal) ? { ...proposal, status: 'expired' } : proposal),
  )
  return events.length === 0 ? { state, events } : { state: { ...state, proposals }, events }
}
