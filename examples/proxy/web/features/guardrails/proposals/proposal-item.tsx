import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Proposal } from '../../../api/documents.ts'
import { decisionStatusNames, nameOf, roleNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useSession } from '../../../state/session/session.ts'
import { Countdown } from '../../../ui/countdown.tsx'
import { RelativeTime } from '../../../ui/relative-time.tsx'
import { Badge, type Tone } from '../../../ui/status.tsx'
import { type Action, Actions } from '../shared/actions.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { isOwn, permission, secondPerson } from '../shared/permission.ts'
import { isOpen } from '../shared/standing.ts'
import { DiffView } from './diff-view.tsx'
import { type Decision, ProposalDialog } from './proposal-dialogs.tsx'

const TONES: Readonly<Record<string, Tone>> = {
  pending: 'warn',
  approved: 'good',
  scheduled: 'good',
  applied: 'good',
  rejected: 'bad',
  conflicted: 'bad',
}

type Props = {
  readonly proposal: Proposal
  /** By the clock. */
  readonly status: string
  readonly onAmend: () => void
}

/** What may be done with it in its present state, by whom. */
function useActions({ proposal, status, onAmend }: Props, decide: (decision: Decision) => void): readonly Action[] {
  const messages = useMessages(guardrailsMessages)
  const session = useSession()
  const asker = proposal.proposer.id
  const second = secondPerson(session, asker, 'risk')
  const isMine = isOwn(session, asker)
  const action = (label: string, decision: Decision, more: Omit<Action, 'label' | 'onClick'>): Action => ({
    label,
    onClick: () => decide(decision),
    ...more,
  })
  const approve = action(messages.approve, 'approve', { kind: 'primary', needed: 'risk', permission: second })
  const reject = action(messages.reject, 'reject', { needed: 'risk', permission: second })
  const asOperator = { needed: 'operator', permission: permission(session, 'operator') } as const
  const own: readonly Action[] = [
    { label: messages.amend, onClick: onAmend, ...asOperator },
    action(messages.withdraw, 'withdraw', asOperator),
  ]
  const apply = action(messages.apply, 'apply', { kind: 'primary', ...asOperator })
  const alone = { kind: 'danger', needed: 'risk', permission: permission(session, 'risk') } as const
  const emergency = action(messages.emergency, 'emergency', alone)
  if (status === 'pending') return [approve, reject, ...(isMine ? own : []), emergency]
  return [apply, reject, ...(isMine ? own : [])]
}

function Head({ proposal, status }: Props): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-line">
      <p class="guardrails-who">
        <Badge tone={TONES[status] ?? 'idle'}>{nameOf(useMessages(decisionStatusNames), status)}</Badge>
        <span>{messages.proposedBy(proposal.proposer.id)}</span>
        <span class="quiet">
          <RelativeTime time={proposal.createdAt} />
        </span>
      </p>
      {isOpen(status) && <Countdown until={proposal.expiresAt} left={messages.left} over={messages.over} />}
    </div>
  )
}

function Approvals({ proposal, status }: Props): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const { approvals, quorum } = proposal
  return (
    <div class="quiet guardrails-note">
      {status === 'pending' && <p>{messages.approvals(format.count(approvals.length), format.count(quorum))}</p>}
      {approvals.map(({ by, at }) => (
        <p key={by.id}>{messages.approvedBy(by.id, format.dateTime(at))}</p>
      ))}
    </div>
  )
}

/** A proposal with what it changes and what may become of it. */
export function ProposalItem(props: Props): JSX.Element {
  const { proposal, status } = props
  const messages = useMessages(guardrailsMessages)
  const roles = useMessages(roleNames)
  const [decision, decide] = useState<Decision | null>(null)
  const actions = useActions(props, decide)
  return (
    <li class="guardrails-item" data-status={status}>
      <Head {...props} />
      <p class="guardrails-said">{proposal.reason}</p>
      <DiffView changes={proposal.changes} />
      <Approvals {...props} />
      {isOpen(status) && <Actions actions={actions} own={messages.ownProposal(roles.risk)} />}
      {decision !== null && <ProposalDialog proposal={proposal} decision={decision} onClose={() => decide(null)} />}
    </li>
  )
}
