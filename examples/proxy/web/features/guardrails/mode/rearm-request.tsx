import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Rearm } from '../../../api/documents.ts'
import { roleNames, tradingModeNames } from '../../../i18n/contract-names.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useNow } from '../../../state/clock.ts'
import { useSession } from '../../../state/session/session.ts'
import { Countdown } from '../../../ui/countdown.tsx'
import { Actions } from '../shared/actions.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { ChangeDialog } from '../shared/change-dialog.tsx'
import { guardrailsMessages } from '../shared/messages.ts'
import { secondPerson } from '../shared/permission.ts'

/** A request to re-arm that waits for the second person. */
export function RearmRequest({ request }: { readonly request: Rearm }): JSX.Element {
  const api = useApi()
  const messages = useMessages(guardrailsMessages)
  const roles = useMessages(roleNames)
  const modes = useMessages(tradingModeNames)
  const learn = useApplyLocal()
  const session = useSession()
  const [isOpen, open] = useState(false)
  const isOver = useNow() >= request.expiresAt
  const approve = {
    label: messages.rearmApprove,
    kind: 'primary',
    needed: 'risk',
    permission: secondPerson(session, request.by.id, 'risk'),
    onClick: () => open(true),
  } as const
  return (
    <section class="guardrails-request" aria-label={messages.rearmWaits(modes[request.to])}>
      <div class="guardrails-line">
        <h3>{messages.rearmWaits(modes[request.to])}</h3>
        <Countdown until={request.expiresAt} left={messages.left} over={messages.over} />
      </div>
      <p class="guardrails-said">{request.reason}</p>
      <p class="quiet guardrails-note">{messages.requestedBy(request.by.id)}</p>
      {isOver ? <p>{messages.rearmExpired}</p> : <Actions actions={[approve]} own={messages.rearmOwn(roles.risk)} />}
      {isOpen && (
        <ChangeDialog
          title={messages.rearmApprove}
          lead={messages.rearmApproveLead}
          confirm={messages.rearmApprove}
          send={() => api.post('/risk/rearm/{id}/approve', { path: { id: request.id }, body: {} })}
          done={messages.rearmed(modes[request.to])}
          onDone={learn.risk}
          onClose={() => open(false)}
        >
          {() => (
            <p class="guardrails-said">
              <b>{messages.rearmWaits(modes[request.to])}</b>
              <br />
              {request.reason}
            </p>
          )}
        </ChangeDialog>
      )}
    </section>
  )
}
