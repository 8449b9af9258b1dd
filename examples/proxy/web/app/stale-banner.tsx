import type { JSX } from 'preact'
import { useFormat, useMessages } from '../i18n/use-messages.ts'
import { useLiveService, useLiveStatus, useStaleMs } from '../state/live/use-live.ts'
import { useSessionService } from '../state/session/session.ts'
import { Button } from '../ui/button.tsx'
import { shellMessages } from './messages.ts'

/** Says how old everything on the page is, why, and what still works. Lies over the lower edge: it moves nothing. */
export function StaleBanner(): JSX.Element | null {
  const live = useLiveService()
  const session = useSessionService()
  const messages = useMessages(shellMessages)
  const format = useFormat()
  const { cause, lastEventAt } = useLiveStatus()
  const staleMs = useStaleMs()
  if (staleMs === null) return null
  const title =
    lastEventAt === null
      ? messages.neverTitle
      : messages.staleTitle(format.duration(Math.floor(staleMs / 1_000) * 1_000))
  const act =
    cause === 'sign-in' ? () => void session.prompt({ kind: 'sign-in', expired: false }) : () => live.retryNow()
  return (
    <aside class="stale-banner" aria-label={messages.stale}>
      <div>
        {/* The age counts each second: only the sentence below is worth saying aloud. */}
        <p class="stale-title">{title}</p>
        <p role="status">{messages.staleCauses[cause ?? 'none']}</p>
      </div>
      <Button onClick={act}>{cause === 'sign-in' ? messages.signIn : messages.tryNow}</Button>
    </aside>
  )
}
