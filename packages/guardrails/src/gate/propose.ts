import { type Actor, isSamePerson, personOf } from '../four-eyes/actor.ts'
import { changeEvent, type Refused, refuse } from '../four-eyes/outcome.ts'
import { diffParameters } from '../parameters/diff.ts'
import { copyParameters, parametersHash, parametersProblem } from '../parameters/parameters.ts'
import type { GateCommand } from './command.ts'
import { changeProposal, findProposal, type GateOutcome, type GateRefusal } from './outcome.ts'
import { contentHash, type GateState, isOpen, type Proposal } from './proposal.ts'
import { isFree } from './thresholds.ts'

type Wish = GateCommand & { readonly type: 'propose' | 'amend' }

/** Opens a proposal, with what it changes and how many must approve worked out here. */
export function propose(state: GateState, command: Wish, now: number): GateOutcome {
  const { id, actor, reason } = command
  if (state.proposals.some((other) => other.id === id)) return refuse('duplicate_id', `id: ${id} is taken`)
  const open = state.proposals.filter(isOpen).length
  if (open >= state.rules.maxOpen) return refuse('too_many_open', `at most ${state.rules.maxOpen}, ${open} are open`)
  const drafted = draft(state, command, now)
  if (drafted.refused) return drafted
  const { proposal } = drafted
  const hashes = { before: proposal.base, after: proposal.target }
  const event = changeEvent(now, actor, ['gate.proposed', id], { ...hashes, reason })
  return { state: { ...state, proposals: [...state.proposals, proposal] }, events: [event], applied: null }
}

/** A new proposal in the place of an old one: nothing of the old one's approvals or schedule survives. */
export function amend(state: GateState, command: Wish, now: number): GateOutcome {
  const { actor, reason } = command
  const found = findProposal(state, command.id, now)
  if (found.refused) return found
  if (!isSamePerson(found.proposal.proposer, actor)) return notProposer(found.proposal, actor)
  const drafted = draft(state, command, now)
  if (drafted.refused) return drafted
  // The first proposer stays, or an amendment under another name would free the old one to approve.
  const { content: _, ...proposal } = { ...drafted.proposal, proposer: found.proposal.proposer }
  const amended = { ...proposal, content: contentHash(proposal) }
  return changeProposal(state, amended, [actor, now], ['gate.amended', { reason }])
}

export function notProposer({ proposer }: Proposal, { id }: Actor): Refused<GateRefusal> {
  return refuse('not_proposer', `${proposer.id} proposed, not ${id}`)
}

function draft(
  { rules, baseline }: GateState,
  command: Wish,
  now: number,
): { readonly proposal: Proposal; readonly refused?: undefined } | Refused<GateRefusal> {
  const problem = parametersProblem(command.current, 'current') ?? parametersProblem(command.target, 'target')
  if (problem !== null) return refuse('invalid_parameters', problem)
  const { id, policies, reason, expiresAt } = command
  if (expiresAt <= now || expiresAt > now + rules.maxLifetimeMs) {
    return refuse('invalid_time', `expiresAt: must lie within ${rules.maxLifetimeMs} ms after ${now}, was ${expiresAt}`)
  }
  const [current, parameters] = [copyParameters(command.current), copyParameters(command.target)]
  const [base, target] = [parametersHash(current), parametersHash(parameters)]
  if (base === target) return refuse('no_change', `target: equals current, ${base}`)
  const changes = diffParameters(current, parameters)
  // Where the diff shows nothing (a default that has no effect yet), only people can tell.
  const drift = diffParameters(baseline, parameters)
  const free = changes.length > 0 && [...changes, ...drift].every((change) => isFree(change, rules.thresholds))
  const draft = { id, base, target, parameters, policies, changes, quorum: free ? 0 : rules.quorum, reason, expiresAt }
  const content = { ...draft, proposer: personOf(command.actor), createdAt: now }
  const status = free ? 'approved' : 'pending'
  return { proposal: { ...content, content: contentHash(content), notBefore: null, approvals: [], status } }
}
