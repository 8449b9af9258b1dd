import type { JSX } from 'preact'
import { useWords } from '../i18n/use-words.ts'
import { addressOf } from '../router/place.ts'
import { runWords } from './words.ts'

/** What the result side says before there is a result. */
export function Welcome(): JSX.Element {
  const words = useWords(runWords)
  return (
    <section class="card welcome">
      <h2>{words.welcomeTitle}</h2>
      <p>{words.welcomeText}</p>
      <p class="quiet">{words.welcomeNote}</p>
      <p>
        <a href={addressOf('history')}>{words.toHistory}</a>
      </p>
    </section>
  )
}
