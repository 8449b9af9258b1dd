import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Trading } from '../../../api/documents.ts'
import { tradingModeNames } from '../../../i18n/contract-names.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useNow } from '../../../state/clock.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { useSession } from '../../../state/session/session.ts'
import { Card } from '../../../ui/card.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { Status } from '../../../ui/status.tsx'
import { Actions } from '../shared/actions.tsx'
import { type GuardrailsMessages, guardrailsMessages } from '../shared/messages.ts'
import { permission } from '../shared/permission.ts'
import { RearmDialog } from './rearm-dialog.tsx'
import { RearmRequest } from './rearm-request.tsx'

const TONES = { active: 'good', reducing: 'warn', halted: 'bad' } as const

function failureText({ failures }: GuardrailsMessages, code: string): string {
  return (Object.hasOwn(failures, code) && failures[code as keyof typeof failures]) || failures.other
}

function Failure({ code }: { readonly code: string }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-problem" role="alert">
      <p>
        <b>{messages.failed}</b> <code>{code}</code>
      </p>
      <p>{failureText(messages, code)}</p>
    </div>
  )
}

function Rearming({ trading }: { readonly trading: Trading }): JSX.Element | null {
  const messages = useMessages(guardrailsMessages)
  const session = useSession()
  const [isOpen, open] = useState(false)
  const { mode, request } = trading
  const isWaiting = request !== null && useNow() < request.expiresAt
  const ask = {
    label: messages.rearm,
    needed: 'risk',
    permission: permission(session, 'risk'),
    onClick: () => open(true),
  } as const
  return (
    <>
      {request !== null && <RearmRequest key={request.id} request={request} />}
      {mode !== 'active' && !isWaiting && trading.failure === null && <Actions actions={[ask]} />}
      {isOpen && <RearmDialog mode={mode} onClose={() => open(false)} />}
    </>
  )
}

function Facts({ trading }: { readonly trading: Trading }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  return (
    <>
      <p class="guardrails-mode">
        <Status tone={TONES[trading.mode]}>{useMessages(tradingModeNames)[trading.mode]}</Status>
      </p>
      <p class="quiet">{messages.modeLead[trading.mode]}</p>
      <dl class="guardrails-facts">
        <div>
          <dt>{messages.since}</dt>
          <dd>{format.dateTime(trading.since)}</dd>
        </div>
        <div>
          <dt>{messages.by}</dt>
          <dd>{trading.by.id}</dd>
        </div>
        <div>
          <dt>{messages.reason}</dt>
          <dd>{trading.reason}</dd>
        </div>
      </dl>
      {trading.failure !== null && <Failure code={trading.failure} />}
      <Rearming trading={trading} />
    </>
  )
}

/** What may start at the moment, by whose decision, and the way back. */
export function ModeCard(): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  const trading = useLive('risk')?.value.trading
  return (
    <Card title={messages.mode} class="guardrails-mode-card">
      {trading === undefined ? <Skeleton kind="block" /> : <Facts trading={trading} />}
    </Card>
  )
}
