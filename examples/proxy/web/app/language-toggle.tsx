import type { JSX } from 'preact'
import { useMessages } from '../i18n/use-messages.ts'
import type { Language } from '../state/language.ts'
import { useLanguage, useLanguageService } from '../state/language.ts'
import { shellMessages } from './messages.ts'

const NAMES: readonly (readonly [Language, string, string])[] = [
  ['tr', 'TR', 'Türkçe'],
  ['en', 'EN', 'English'],
]

/** Each language is called by its own name. */
export function LanguageToggle(): JSX.Element {
  const language = useLanguageService()
  const chosen = useLanguage()
  const messages = useMessages(shellMessages)
  return (
    <fieldset class="toggle">
      <legend class="visually-hidden">{messages.language}</legend>
      {NAMES.map(([value, short, name]) => (
        <label key={value} title={name}>
          <input
            type="radio"
            name="language"
            value={value}
            aria-label={`${short}, ${name}`}
            lang={value}
            checked={chosen === value}
            onChange={() => language.set(value)}
          />
          <span aria-hidden="true">{short}</span>
        </label>
      ))}
    </fieldset>
  )
}
