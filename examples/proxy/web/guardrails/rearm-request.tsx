import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { type Rearm, readRisk } from '../api/risk.ts'
import { useNow } from '../clock/use-now.ts'
import { useDesk } from '../desk.ts'
import { useWords } from '../i18n/use-words.ts'
import { useSession } from '../session/use-session.ts'
import { shellWords } from '../shell/words.ts'
import { Countdown } from '../ui/countdown.tsx'
import { Actions } from './actions.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { secondPerson } from './permission.ts'
import { useLearn } from './use-learn.ts'
import { guardrailsWords } from './words.ts'

/** A request to re-arm that waits for the second person. */
export function RearmRequest({ request }: { readonly request: Rearm }): JSX.Element {
  const { api } = useDesk()
  const words = useWords(guardrailsWords)
  const { roles } = useWords(shellWords)
  const learn = useLearn()
  const session = useSession()
  const [isOpen, open] = useState(false)
  const isOver = useNow() >= request.expiresAt
  const approve = {
    label: words.rearmApprove,
    kind: 'primary',
    needed: 'risk',
    permission: secondPerson(session, request.by.id, 'risk'),
    onClick: () => open(true),
  } as const
  const path = `/api/risk/rearm/${encodeURIComponent(request.id)}/approve`
  return (
    <section class="guardrails-request" aria-label={words.rearmWaits(words.modes[request.to])}>
      <div class="guardrails-line">
        <h3>{words.rearmWaits(words.modes[request.to])}</h3>
        <Countdown until={request.expiresAt} left={words.left} over={words.over} />
      </div>
      <p class="guardrails-said">{request.reason}</p>
      <p class="quiet guardrails-note">{words.requestedBy(request.by.id)}</p>
      {isOver ? <p>{words.rearmExpired}</p> : <Actions actions={[approve]} own={words.rearmOwn(roles.risk)} />}
      {isOpen && (
        <ChangeDialog
          title={words.rearmApprove}
          lead={words.rearmApproveLead}
          confirm={words.rearmApprove}
          send={() => api.change('POST', path, {}, readRisk)}
          done={words.rearmed(words.modes[request.to])}
          onDone={learn.risk}
          onClose={() => open(false)}
        >
          {() => (
            <p class="guardrails-said">
              <b>{words.rearmWaits(words.modes[request.to])}</b>
              <br />
              {request.reason}
            </p>
          )}
        </ChangeDialog>
      )}
    </section>
  )
}
