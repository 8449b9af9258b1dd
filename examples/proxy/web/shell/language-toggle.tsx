import type { JSX } from 'preact'
import { useDesk } from '../desk.ts'
import { useLanguage, useWords } from '../i18n/use-words.ts'
import type { Language } from '../i18n/words.ts'
import { shellWords } from './words.ts'

const NAMES: readonly (readonly [Language, string, string])[] = [
  ['tr', 'TR', 'Türkçe'],
  ['en', 'EN', 'English'],
]

/** Each language is called by its own name. */
export function LanguageToggle(): JSX.Element {
  const { language } = useDesk()
  const chosen = useLanguage()
  const words = useWords(shellWords)
  return (
    <fieldset class="toggle">
      <legend class="visually-hidden">{words.language}</legend>
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
