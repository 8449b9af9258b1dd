import type { JSX } from 'preact'
import type { ApiError } from '../api/api-error.ts'
import { useWords } from '../i18n/use-words.ts'
import { type GuardrailsWords, guardrailsWords } from './words.ts'

const AWAY = 'urn:tezgah:problem:executor-away'
const SLOW = 'urn:tezgah:problem:executor-slow'
const NEEDS_PERSON = ['sign-in-needed', 'session-expired', 'step-up-needed'].map((slug) => `urn:tezgah:problem:${slug}`)

/** Why a change was not made, in the language of the page where the reason is a known one. */
export function problemText(words: GuardrailsWords, { type, message }: ApiError): string {
  if (NEEDS_PERSON.includes(type)) return words.gaveUp
  if (type === AWAY) return words.executorAway
  if (type === SLOW) return words.executorSlow
  const code = /^([a-z_]+): /.exec(message)?.[1] ?? ''
  return (Object.hasOwn(words.refusals, code) && words.refusals[code]) || message
}

/** The same on the page; empty while there is none, and it keeps no place then. */
export function Problem({ error }: { readonly error: ApiError | null }): JSX.Element {
  const words = useWords(guardrailsWords)
  return (
    <div class="guardrails-alert" role="alert">
      {error !== null && (
        <div class="guardrails-problem">
          <p>{problemText(words, error)}</p>
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
