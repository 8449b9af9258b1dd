import type { JSX } from 'preact'
import type { ApiError } from '../../../api/errors.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { type GuardrailsMessages, guardrailsMessages } from './messages.ts'

const AWAY = 'urn:tezgah:problem:executor-away'
const SLOW = 'urn:tezgah:problem:executor-slow'
const NEEDS_PERSON = ['sign-in-needed', 'session-expired', 'step-up-needed'].map((slug) => `urn:tezgah:problem:${slug}`)

/** Why a change was not made, in the language of the page where the reason is a known one. */
export function problemText(messages: GuardrailsMessages, { type, message }: ApiError): string {
  if (NEEDS_PERSON.includes(type)) return messages.gaveUp
  if (type === AWAY) return messages.executorAway
  if (type === SLOW) return messages.executorSlow
  const code = /^([a-z_]+): /.exec(message)?.[1] ?? ''
  return (Object.hasOwn(messages.refusals, code) && messages.refusals[code]) || message
}

/** The same on the page; empty while there is none, and it keeps no place then. */
export function Problem({ error }: { readonly error: ApiError | null }): JSX.Element {
  const messages = useMessages(guardrailsMessages)
  return (
    <div class="guardrails-alert" role="alert">
      {error !== null && (
        <div class="guardrails-problem">
          <p>{problemText(messages, error)}</p>
          {error.fields.length > 0 && (
            <ul>
              {error.fields.map(({ field, message }) => (
                <li key={`${field} ${message}`}>
                  <code>{field}</code> {message}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  )
}
