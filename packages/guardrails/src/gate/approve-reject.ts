import { isSamePerson, personOf } from '../four-eyes/actor.ts'
import { refuse } from '../four-eyes/outcome.ts'
import type { GateCommand } from './command.ts'
import { changeProposal, type GateOutcome } from './outcome.ts'
import type { GateState, Proposal } from './proposal.ts'
import { notProposer } from './propose.ts'

type Of<Type extends GateCommand['type']> = GateCommand & { readonly type: Type }

export function approve(state: GateState, proposal: Proposal, command: Of<'approve'>, now: number): GateOutcome {
  const { actor, content } = command
  if (content !== proposal.content) return refuse('other_content', `content: is ${proposal.content}, was ${content}`)
  if (proposal.approvals.length >= proposal.quorum) {
    return refuse('enough_approvals', `${proposal.quorum} are needed, ${proposal.approvals.length} are there`)
  }
  if (isSamePerson(proposal.proposer, actor)) {
    return refuse('same_person', `${actor.id} is the proposer, or has the same credential`)
  }
  const earlier = proposal.approvals.find(({ by }) => isSamePerson(by, actor))
  if (earlier) return refuse('same_person', `${actor.id} has approved, or has the credential of ${earlier.by.id}`)
  const approvals = [...proposal.approvals, { by: personOf(actor), at: now }]
  const status = approvals.length >= proposal.quorum ? 'approved' : 'pending'
  return changeProposal(state, { ...proposal, approvals, status }, [actor, now], ['gate.approved', {}])
}

export function reject(state: GateState, proposal: Proposal, command: Of<'reject'>, now: number): GateOutcome {
  const { actor, reason } = command
  if (isSamePerson(proposal.proposer, actor)) return refuse('same_person', 'a proposer withdraws and does not reject')
  return changeProposal(state, { ...proposal, status: 'rejected' }, [actor, now], ['gate.rejected', { reason }])
}

export function withdraw(state: GateState, proposal: Proposal, command: Of<'withdraw'>, now: number): GateOutcome {
  const { actor, reason } = command
  if (!isSamePerson(proposal.proposer, actor)) return notProposer(proposal, actor)
  return changeProposal(state, { ...proposal, status: 'withdrawn' }, [actor, now], ['gate.withdrawn', { reason }])
}

export function schedule(state: GateState, proposal: Proposal, command: Of<'schedule'>, now: number): GateOutcome {
  const { actor, notBefore } = command
  if (proposal.status === 'pending') return refuse('not_approved', missingApprovals(proposal))
  if (notBefore <= now || notBefore >= proposal.expiresAt) {
    return refuse('invalid_time', `notBefore: must lie between ${now} and ${proposal.expiresAt}, was ${notBefore}`)
  }
  return changeProposal(state, { ...proposal, notBefore, status: 'scheduled' }, [actor, now], ['gate.scheduled', {}])
}

export function missingApprovals({ approvals, quorum }: Proposal): string {
  return `${quorum} approvals are needed, ${approvals.length} are there`
}
