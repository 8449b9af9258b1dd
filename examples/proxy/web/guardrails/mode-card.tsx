import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Trading } from '../api/risk.ts'
import { useNow } from '../clock/use-now.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { useLive } from '../live/use-live.ts'
import { useSession } from '../session/use-session.ts'
import { Card } from '../ui/card.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Status } from '../ui/status.tsx'
import { Actions } from './actions.tsx'
import { permission } from './permission.ts'
import { RearmDialog } from './rearm-dialog.tsx'
import { RearmRequest } from './rearm-request.tsx'
import { type GuardrailsWords, guardrailsWords } from './words.ts'

const TONES = { active: 'good', reducing: 'warn', halted: 'bad' } as const

function failureText({ failures }: GuardrailsWords, code: string): string {
  return (Object.hasOwn(failures, code) && failures[code as keyof typeof failures]) || failures.other
}

function Failure({ code }: { readonly code: string }): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <div class="guardrails-problem" role="alert">
      <p>
        <b>{words.failed}</b> <code>{code}</code>
      </p>
      <p>{failureText(words, code)}</p>
    </div>
  )
}

function Rearming({ trading }: { readonly trading: Trading }): JSX.Element | null {
  const words = useWords(guardrailsWords)
  const session = useSession()
  const [isOpen, open] = useState(false)
  const { mode, request } = trading
  const isWaiting = request !== null && useNow() < request.expiresAt
  const ask = {
    label: words.rearm,
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
  const words = useWords(guardrailsWords)
  const format = useFormat()
  return (
    <>
      <p class="guardrails-mode">
        <Status tone={TONES[trading.mode]}>{words.modes[trading.mode]}</Status>
      </p>
      <p class="quiet">{words.modeLead[trading.mode]}</p>
      <dl class="guardrails-facts">
        <div>
          <dt>{words.since}</dt>
          <dd>{format.dateTime(trading.since)}</dd>
        </div>
        <div>
          <dt>{words.by}</dt>
          <dd>{trading.by.id}</dd>
        </div>
        <div>
          <dt>{words.reason}</dt>
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
  const words = useWords(guardrailsWords)
  const trading = useLive('risk')?.value.trading
  return (
    <Card title={words.mode} class="guardrails-mode-card">
      {trading === undefined ? <Skeleton kind="block" /> : <Facts trading={trading} />}
    </Card>
  )
}
