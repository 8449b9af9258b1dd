import type { JSX } from 'preact'
import { useFormat } from '../i18n/use-messages.ts'
import { useNow } from '../state/clock.ts'

/** How long ago a time (epoch ms) was; all of them on the page count with one timer. */
export function RelativeTime({ time }: { readonly time: number }): JSX.Element {
  const format = useFormat()
  const now = useNow()
  return (
    <time class="ago" dateTime={new Date(time).toISOString()} title={format.dateTime(time)}>
      {format.ago(now - time)}
    </time>
  )
}
