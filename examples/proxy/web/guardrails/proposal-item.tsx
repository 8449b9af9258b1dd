import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Proposal } from '../api/proposals.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { shellWords } from '../shell/words.ts'
import { Countdown } from '../ui/countdown.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Badge, type Tone } from '../ui/status.tsx'
import { type Action, Actions } from './actions.tsx'
import { DiffView } from './diff-view.tsx'
import { isOwn, permission, secondPerson } from './permission.ts'
import { type Decision, ProposalDialog } from './proposal-dialogs.tsx'
import { isOpen } from './standing.ts'
import { guardrailsWords } from './words.ts'

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
  const words = useWords(guardrailsWords)
  const session = useSession()
  const asker = proposal.proposer.id
  const second = secondPerson(session, asker, 'risk')
  const isMine = isOwn(session, asker)
  const action = (label: string, decision: Decision, more: Omit<Action, 'label' | 'onClick'>): Action => ({
    label,
    onClick: () => decide(decision),
    ...more,
  })
  const approve = action(words.approve, 'approve', { kind: 'primary', needed: 'risk', permission: second })
  const reject = action(words.reject, 'reject', { needed: 'risk', permission: second })
  const asOperator = { needed: 'operator', permission: permission(session, 'operator') } as const
  const own: readonly Action[] = [
    { label: words.amend, onClick: onAmend, ...asOperator },
    action(words.withdraw, 'withdraw', asOperator),
  ]
  const apply = action(words.apply, 'apply', { kind: 'primary', ...asOperator })
  const alone = { kind: 'danger', needed: 'risk', permission: permission(session, 'risk') } as const
  const emergency = action(words.emergency, 'emergency', alone)
  if (status === 'pending') return [approve, reject, ...(isMine ? own : []), emergency]
  return [apply, reject, ...(isMine ? own : [])]
}

function Head({ proposal, status }: Props): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <div class="guardrails-line">
      <p class="guardrails-who">
        <Badge tone={TONES[status] ?? 'idle'}>{words.status[status] ?? status}</Badge>
        <span>{words.proposedBy(proposal.proposer.id)}</span>
        <span class="quiet">
          <RelativeTime time={proposal.createdAt} />
        </span>
      </p>
      {isOpen(status) && <Countdown until={proposal.expiresAt} left={words.left} over={words.over} />}
    </div>
  )
}

function Approvals({ proposal, status }: Props): JSX.Element {
  const words = useWords(guardrailsWords)
  const format = useFormat()
  const { approvals, quorum } = proposal
  return (
    <div class="quiet guardrails-note">
      {status === 'pending' && <p>{words.approvals(format.count(approvals.length), format.count(quorum))}</p>}
      {approvals.map(({ by, at }) => (
        <p key={by.id}>{words.approvedBy(by.id, format.dateTime(at))}</p>
      ))}
    </div>
  )
}

/** A proposal with what it changes and what may become of it. */
export function ProposalItem(props: Props): JSX.Element {
  const { proposal, status } = props
  const words = useWords(guardrailsWords)
  const { roles } = useWords(shellWords)
  const [decision, decide] = useState<Decision | null>(null)
  const actions = useActions(props, decide)
  return (
    <li class="guardrails-item" data-status={status}>
      <Head {...props} />
      <p class="guardrails-said">{proposal.reason}</p>
      <DiffView changes={proposal.changes} />
      <Approvals {...props} />
      {isOpen(status) && <Actions actions={actions} own={words.ownProposal(roles.risk)} />}
      {decision !== null && <ProposalDialog proposal={proposal} decision={decision} onClose={() => decide(null)} />}
    </li>
  )
}
