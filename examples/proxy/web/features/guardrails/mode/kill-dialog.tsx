import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useApi } from '../../../state/api.ts'
import { useLanguage } from '../../../state/language.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { useApplyLocal } from '../shared/apply-local.ts'
import { ChangeDialog } from '../shared/change-dialog.tsx'
import { guardrailsMessages } from '../shared/messages.ts'

const TARGETS = ['halted', 'reducing'] as const
type Target = (typeof TARGETS)[number]

/** Stops everything, once the word for it was typed. Needs nothing that may be out of date. */
export function KillDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const api = useApi()
  const messages = useMessages(guardrailsMessages)
  const language = useLanguage()
  const learn = useApplyLocal()
  const [to, setTo] = useState<Target>('halted')
  const [typed, setTyped] = useState('')
  const word = messages.killWord[to]
  const isTyped = typed.trim().toLocaleUpperCase(language) === word
  return (
    <ChangeDialog
      title={messages.kill}
      lead={messages.killLead}
      confirm={messages.killConfirm[to]}
      kind="danger"
      withReason
      isReady={isTyped}
      send={(reason) => api.post('/risk/kill', { body: { to, reason } })}
      done={messages.killed[to]}
      onDone={learn.risk}
      onClose={onClose}
    >
      {(wasTried) => (
        <>
          <fieldset class="guardrails-choices">
            <legend>{messages.killTo}</legend>
            {TARGETS.map((target) => (
              <label key={target} class="check">
                <input type="radio" name="kill-to" checked={to === target} onChange={() => setTo(target)} />
                <span>{messages.killChoices[target]}</span>
              </label>
            ))}
          </fieldset>
          <TextField
            id="kill-word"
            label={messages.killType(word)}
            value={typed}
            onValue={setTyped}
            error={wasTried && !isTyped ? messages.killTypeWrong(word) : undefined}
          />
        </>
      )}
    </ChangeDialog>
  )
}
