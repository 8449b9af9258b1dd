import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Override } from '../../../api/documents.ts'
import { decisionStatusNames, nameOf, roleNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useSession } from '../../../state/session/session.ts'
import { Countdown } from '../../../ui/countdown.tsx'
import { Badge, type Tone } from '../../../ui/status.tsx'
import { type Action, Actions } from '../shared/actions.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { ChangeDialog } from '../shared/change-dialog.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { permission, secondPerson } from '../shared/permission.ts'
import { isCurrent } from '../shared/standing.ts'

const TONES: Readonly<Record<string, Tone>> = { active: 'good', pending: 'warn', upcoming: 'warn', rejected: 'bad' }

type Decision = 'approve' | 'revoke'

function Scope({ override }: { readonly override: Override }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
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
        {symbols === 'all' ? messages.allDatasets : symbols.join(', ')}
        {' · '}
        {messages.usesLeft(format.count(Math.max(0, maxUses - uses)), format.count(maxUses))}
      </p>
    </>
  )
}

function DecisionDialog(props: {
  readonly override: Override
  readonly decision: Decision
  readonly onClose: () => void
}): JSX.Element {
  const api = useApi()
  const messages = useMessages(guardrailsMessages)
  const learn = useApplyLocal()
  const { override, decision } = props
  const path = { id: override.id }
  const isApproval = decision === 'approve'
  const send = (reason: string) =>
    isApproval
      ? api.post('/overrides/{id}/approve', { path, body: { content: override.content } })
      : api.post('/overrides/{id}/revoke', { path, body: { reason } })
  return (
    <ChangeDialog
      title={isApproval ? messages.approveOverride : messages.endTitle}
      lead={isApproval ? messages.approveLead : messages.endLead}
      confirm={isApproval ? messages.approve : messages.end}
      kind={isApproval ? 'primary' : 'danger'}
      withReason={!isApproval}
      send={send}
      done={isApproval ? messages.overrideApproved : messages.ended}
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
  const messages = useMessages(guardrailsMessages)
  const roles = useMessages(roleNames)
  const format = useFormat()
  const session = useSession()
  const [decision, decide] = useState<Decision | null>(null)
  const { override, status } = props
  const approve: Action = {
    label: messages.approve,
    kind: 'primary',
    needed: 'risk',
    permission: secondPerson(session, override.requestedBy.id, 'risk'),
    onClick: () => decide('approve'),
  }
  const end: Action = {
    label: messages.end,
    needed: 'operator',
    permission: permission(session, 'operator'),
    onClick: () => decide('revoke'),
  }
  return (
    <li class="guardrails-item" data-status={status}>
      <div class="guardrails-line">
        <Badge tone={TONES[status] ?? 'idle'}>{nameOf(useMessages(decisionStatusNames), status)}</Badge>
        {isCurrent(status) && <Countdown until={override.until} left={messages.left} over={messages.over} />}
      </div>
      <Scope override={override} />
      {status === 'upcoming' && <p>{messages.begins(format.dateTime(override.from))}</p>}
      <p class="guardrails-said">{override.reason}</p>
      <p class="quiet guardrails-note">
        {messages.requestedBy(override.requestedBy.id)}
        {override.approvedBy !== null && ` · ${messages.approvedShort(override.approvedBy.id)}`}
      </p>
      {isCurrent(status) && (
        <Actions actions={status === 'pending' ? [approve, end] : [end]} own={messages.ownOverride(roles.risk)} />
      )}
      {decision !== null && <DecisionDialog override={override} decision={decision} onClose={() => decide(null)} />}
    </li>
  )
}
