import type { JSX } from 'preact'
import { useFormat } from '../i18n/use-messages.ts'
import { useNow } from '../state/clock.ts'

/** Counts down to a time (epoch ms), once a second, and not aloud. `left` makes a sentence of what is left. */
export function Countdown(props: {
  readonly until: number
  readonly left: (time: string) => string
  readonly over: string
}): JSX.Element {
  const format = useFormat()
  const leftMs = props.until - useNow()
  return (
    <time class="countdown" dateTime={new Date(props.until).toISOString()} title={format.dateTime(props.until)}>
      {leftMs > 0 ? props.left(format.remaining(leftMs)) : props.over}
    </time>
  )
}
