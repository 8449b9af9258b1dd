import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readRisk, type TradingMode } from '../api/risk.ts'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { SelectField } from '../ui/select-field.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { lifetimeChoices, REARM_LIFETIMES } from './lifetimes.ts'
import { useLearn } from './use-learn.ts'
import { guardrailsWords } from './words.ts'

/** Asks for a better mode; somebody else brings it about. */
export function RearmDialog(props: { readonly mode: TradingMode; readonly onClose: () => void }): JSX.Element {
  const { api } = useDesk()
  const words = useWords(guardrailsWords)
  const format = useFormat()
  const learn = useLearn()
  const [to, setTo] = useState('active')
  const [lifetime, setLifetime] = useState(String(REARM_LIFETIMES[0]))
  const better = props.mode === 'halted' ? (['active', 'reducing'] as const) : (['active'] as const)
  const send = (reason: string) => {
    const expiresAt = Date.now() + Number(lifetime)
    return api.change('POST', '/api/risk/rearm', { to, reason, expiresAt }, readRisk)
  }
  return (
    <ChangeDialog
      title={words.rearm}
      lead={words.rearmLead}
      confirm={words.rearmAsk}
      withReason
      send={send}
      done={words.rearmAsked}
      onDone={learn.risk}
      onClose={props.onClose}
    >
      {() => (
        <div class="guardrails-pair">
          <SelectField
            id="rearm-to"
            label={words.rearmTo}
            value={to}
            choices={better.map((mode) => [mode, words.rearmChoices[mode]] as const)}
            onValue={setTo}
          />
          <SelectField
            id="rearm-lifetime"
            label={words.validFor}
            value={lifetime}
            choices={lifetimeChoices(REARM_LIFETIMES, format)}
            onValue={setLifetime}
          />
        </div>
      )}
    </ChangeDialog>
  )
}
