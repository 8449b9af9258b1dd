import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Override, readOverride } from '../api/proposals.ts'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { shellWords } from '../shell/words.ts'
import { Countdown } from '../ui/countdown.tsx'
import { Badge, type Tone } from '../ui/status.tsx'
import { type Action, Actions } from './actions.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { permission, secondPerson } from './permission.ts'
import { isCurrent } from './standing.ts'
import { useLearn } from './use-learn.ts'
import { guardrailsWords } from './words.ts'

const TONES: Readonly<Record<string, Tone>> = { active: 'good', pending: 'warn', upcoming: 'warn', rejected: 'bad' }

type Decision = 'approve' | 'revoke'

function Scope({ override }: { readonly override: Override }): JSX.Element {
  const words = useWords(guardrailsWords)
  const format = useFormat()
  const { symbols, policies, maxUses, uses } = override
  return (
    <>
      <p class="guardrails-tags">
        {policies.map((policy) => (
          <code key={policy}>{policy}</code>
        ))}
      </p>
      <p class="quiet guardrails-note">
        {symbols === 'all' ? words.allDatasets : symbols.join(', ')}
        {' · '}
        {words.usesLeft(format.count(Math.max(0, maxUses - uses)), format.count(maxUses))}
      </p>
    </>
  )
}

function DecisionDialog(props: {
  readonly override: Override
  readonly decision: Decision
  readonly onClose: () => void
}): JSX.Element {
  const { api } = useDesk()
  const words = useWords(guardrailsWords)
  const learn = useLearn()
  const { override, decision } = props
  const path = `/api/overrides/${encodeURIComponent(override.id)}/${decision}`
  const isApproval = decision === 'approve'
  const send = (reason: string) =>
    api.change('POST', path, isApproval ? { content: override.content } : { reason }, readOverride)
  return (
    <ChangeDialog
      title={isApproval ? words.approveOverride : words.endTitle}
      lead={isApproval ? words.approveLead : words.endLead}
      confirm={isApproval ? words.approve : words.end}
      kind={isApproval ? 'primary' : 'danger'}
      withReason={!isApproval}
      send={send}
      done={isApproval ? words.overrideApproved : words.ended}
      onDone={learn.override}
      onClose={props.onClose}
    >
      {() => (
        <div>
          <Scope override={override} />
          <p class="guardrails-said">{override.reason}</p>
        </div>
      )}
    </ChangeDialog>
  )
}

/** One override: what it lets past, until when, and who may do what with it. */
export function OverrideItem(props: { readonly override: Override; readonly status: string }): JSX.Element {
  const words = useWords(guardrailsWords)
  const { roles } = useWords(shellWords)
  const format = useFormat()
  const session = useSession()
  const [decision, decide] = useState<Decision | null>(null)
  const { override, status } = props
  const approve: Action = {
    label: words.approve,
    kind: 'primary',
    needed: 'risk',
    permission: secondPerson(session, override.requestedBy.id, 'risk'),
    onClick: () => decide('approve'),
  }
  const end: Action = {
    label: words.end,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => decide('revoke'),
  }
  return (
    <li class="guardrails-item" data-status={status}>
      <div class="guardrails-line">
        <Badge tone={TONES[status] ?? 'idle'}>{words.status[status] ?? status}</Badge>
        {isCurrent(status) && <Countdown until={override.until} left={words.left} over={words.over} />}
      </div>
      <Scope override={override} />
      {status === 'upcoming' && <p>{words.begins(format.dateTime(override.from))}</p>}
      <p class="guardrails-said">{override.reason}</p>
      <p class="quiet guardrails-note">
        {words.requestedBy(override.requestedBy.id)}
        {override.approvedBy !== null && ` · ${words.approvedShort(override.approvedBy.id)}`}
      </p>
      {isCurrent(status) && (
        <Actions actions={status === 'pending' ? [approve, end] : [end]} own={words.ownOverride(roles.risk)} />
      )}
      {decision !== null && <DecisionDialog override={override} decision={decision} onClose={() => decide(null)} />}
    </li>
  )
}
