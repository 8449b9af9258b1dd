import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { TradingMode } from '../../../api/documents.ts'
import { useFormat, useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { SelectField } from '../../../ui/select-field.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { ChangeDialog } from '../shared/change-dialog.tsx'
import { lifetimeChoices, REARM_LIFETIMES } from '../shared/lifetimes.ts'
import { guardrailsMessages } from '../shared/messages.ts'

/** Requests a less strict mode, which another person approves. */
export function RearmDialog(props: { readonly mode: TradingMode; readonly onClose: () => void }): JSX.Element {
  const api = useApi()
  const messages = useMessages(guardrailsMessages)
  const format = useFormat()
  const learn = useApplyLocal()
  const [to, setTo] = useState<'active' | 'reducing'>('active')
  const [lifetime, setLifetime] = useState(String(REARM_LIFETIMES[0]))
  const better = props.mode === 'halted' ? (['active', 'reducing'] as const) : (['active'] as const)
  const send = (reason: string) => {
    const expiresAt = Date.now() + Number(lifetime)
    return api.post('/risk/rearm', { body: { to, reason, expiresAt } })
  }
  return (
    <ChangeDialog
      title={messages.rearm}
      lead={messages.rearmLead}
      confirm={messages.rearmAsk}
      withReason
      send={send}
      done={messages.rearmAsked}
      onDone={learn.risk}
      onClose={props.onClose}
    >
      {() => (
        <div class="guardrails-pair">
          <SelectField
            id="rearm-to"
            label={messages.rearmTo}
            value={to}
            choices={better.map((mode) => [mode, messages.rearmChoices[mode]] as const)}
            onValue={(value) => setTo(value === 'reducing' ? 'reducing' : 'active')}
          />
          <SelectField
            id="rearm-lifetime"
            label={messages.validFor}
            value={lifetime}
            choices={lifetimeChoices(REARM_LIFETIMES, format)}
            onValue={setLifetime}
          />
        </div>
      )}
    </ChangeDialog>
  )
}
