import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { readRisk } from '../api/risk.ts'
import { useDesk } from '../desk.ts'
import { useLanguage, useWords } from '../i18n/use-words.ts'
import { TextField } from '../ui/text-field.tsx'
import { ChangeDialog } from './change-dialog.tsx'
import { useLearn } from './use-learn.ts'
import { guardrailsWords } from './words.ts'

const TARGETS = ['halted', 'reducing'] as const
type Target = (typeof TARGETS)[number]

/** Stops everything, once the word for it was typed. Needs nothing that may be out of date. */
export function KillDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { api } = useDesk()
  const words = useWords(guardrailsWords)
  const language = useLanguage()
  const learn = useLearn()
  const [to, setTo] = useState<Target>('halted')
  const [typed, setTyped] = useState('')
  const word = words.killWord[to]
  const isTyped = typed.trim().toLocaleUpperCase(language) === word
  return (
    <ChangeDialog
      title={words.kill}
      lead={words.killLead}
      confirm={words.killConfirm[to]}
      kind="danger"
      withReason
      isReady={isTyped}
      send={(reason) => api.change('POST', '/api/risk/kill', { to, reason }, readRisk)}
      done={words.killed[to]}
      onDone={learn.risk}
      onClose={onClose}
    >
      {(wasTried) => (
        <>
          <fieldset class="guardrails-choices">
            <legend>{words.killTo}</legend>
            {TARGETS.map((target) => (
              <label key={target} class="check">
                <input type="radio" name="kill-to" checked={to === target} onChange={() => setTo(target)} />
                <span>{words.killChoices[target]}</span>
              </label>
            ))}
          </fieldset>
          <TextField
            id="kill-word"
            label={words.killType(word)}
            value={typed}
            onValue={setTyped}
            error={wasTried && !isTyped ? words.killTypeWrong(word) : undefined}
          />
        </>
      )}
    </ChangeDialog>
  )
}
