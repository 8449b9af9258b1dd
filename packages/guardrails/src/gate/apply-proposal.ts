import { refuse } from '../four-eyes/outcome.ts'
import { parametersHash, parametersProblem } from '../parameters/parameters.ts'
import { missingApprovals } from './approve-reject.ts'
import type { GateCommand } from './command.ts'
import { changeProposal, type GateOutcome } from './outcome.ts'
import type { GateState, Proposal } from './proposal.ts'

type ApplyCommand = GateCommand & { readonly type: 'apply' | 'emergencyApply' }

/** Hands out the parameters of a proposal, once, if what it was made for is still in force. */
export function applyProposal(state: GateState, proposal: Proposal, command: ApplyCommand, now: number): GateOutcome {
  const problem = parametersProblem(command.current, 'current')
  if (problem !== null) return refuse('invalid_parameters', problem)
  return command.type === 'apply'
    ? applyApproved(state, proposal, command, now)
    : applyInEmergency(state, proposal, command, now)
}

function applyApproved(state: GateState, proposal: Proposal, command: ApplyCommand, now: number): GateOutcome {
  const { status, approvals, quorum, notBefore } = proposal
  if (status === 'pending' || approvals.length < quorum) return refuse('not_approved', missingApprovals(proposal))
  if (notBefore !== null && now < notBefore)
    return refuse('too_early', `now: must be ${notBefore} or later, was ${now}`)
  const outcome = applyOnce(state, proposal, command, now, {})
  // What a threshold let pass must not become the point from which it counts next.
  if (outcome.refused || outcome.applied === null || quorum === 0) return outcome
  return { ...outcome, state: { ...outcome.state, baseline: outcome.applied } }
}

function applyInEmergency(
  state: GateState,
  proposal: Proposal,
  command: ApplyCommand & { readonly type: 'emergencyApply' },
  now: number,
): GateOutcome {
  const role = state.rules.emergencyRole
  if (role === null || !command.actor.roles?.includes(role)) {
    return refuse(
      'not_allowed',
      role === null
        ? 'rules.emergencyRole is null: no role may apply in an emergency'
        : `actor.roles: must hold ${role}`,
    )
  }
  return applyOnce(state, proposal, command, now, { reason: command.reason, alarm: true })
}

function applyOnce(
  state: GateState,
  proposal: Proposal,
  { type, actor, current, policies }: ApplyCommand,
  now: number,
  details: { readonly reason?: string; readonly alarm?: boolean },
): GateOutcome {
  const inForce = parametersHash(current) === proposal.base && policies === proposal.policies
  if (!inForce || parametersHash(proposal.parameters) !== proposal.target) {
    const conflicted = { ...proposal, status: 'conflicted' } as const
    return changeProposal(state, conflicted, [actor, now], ['gate.conflicted', details])
  }
  const action = type === 'apply' ? 'gate.applied' : 'gate.appliedInEmergency'
  const outcome = changeProposal(state, { ...proposal, status: 'applied' }, [actor, now], [action, details])
  return { ...outcome, applied: proposal.parameters }
}
