import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { roleNames } from '../../../i18n/contract-names.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import type { Role } from '../../../state/session/session-document.ts'
import { guardrailsMessages } from './messages.ts'
import type { Permission } from './permission.ts'

export type Action = {
  readonly label: string
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet'
  readonly needed: Role
  readonly permission: Permission
  readonly onClick: () => void
}

function useNote(): (action: Action) => string | null {
  const messages = useMessages(guardrailsMessages)
  const roles = useMessages(roleNames)
  return ({ permission, needed }) => {
    if (permission === 'role') return messages.needsRole(roles[needed])
    return permission === 'sign-in' ? messages.needsSignIn(roles[needed]) : null
  }
}

/**
 * Buttons with what they need said below them, before the click. What is one's own to leave alone has no button: `own` says why.
 */
export function Actions(props: { readonly actions: readonly Action[]; readonly own?: string | null }): JSX.Element {
  const id = useId()
  const noteOf = useNote()
  const shown = props.actions.filter(({ permission }) => permission !== 'own')
  const notes = [...new Set(shown.map(noteOf).filter((note) => note !== null))]
  const lines = [...(props.actions.some(({ permission }) => permission === 'own') ? [props.own ?? ''] : []), ...notes]
  return (
    <div class="guardrails-actions">
      {shown.length > 0 && (
        <div class="guardrails-buttons">
          {shown.map((action) => (
            <button
              key={action.label}
              type="button"
              class="btn"
              data-kind={action.kind ?? 'plain'}
              disabled={action.permission === 'role'}
              aria-describedby={noteOf(action) === null ? undefined : id}
              onClick={action.onClick}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
      {lines.length > 0 && (
        <div id={id} class="quiet guardrails-note">
          {lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
    </div>
  )
}
