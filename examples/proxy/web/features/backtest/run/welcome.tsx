import type { JSX } from 'preact'
import { useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { runMessages } from './messages.ts'

/** What the result side says before there is a result. */
export function Welcome(): JSX.Element {
  const messages = useMessages(runMessages)
  return (
    <section class="card welcome">
      <h2>{messages.welcomeTitle}</h2>
      <p>{messages.welcomeText}</p>
      <p class="quiet">{messages.welcomeNote}</p>
      <p>
        <a href={addressOf('history')}>{messages.toHistory}</a>
      </p>
    </section>
  )
}
