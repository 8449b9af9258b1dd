import type { JSX } from 'preact'
import { useDesk } from '../desk.ts'
import { useFormat, useWords } from '../i18n/use-words.ts'
import { useLiveStatus, useStaleMs } from '../live/use-live.ts'
import { Button } from '../ui/button.tsx'
import { shellWords } from './words.ts'

/** Says how old everything on the page is, why, and what still works. Lies over the lower edge: it moves nothing. */
export function StaleBanner(): JSX.Element | null {
  const { live, session } = useDesk()
  const words = useWords(shellWords)
  const format = useFormat()
  const { cause, lastEventAt } = useLiveStatus()
  const staleMs = useStaleMs()
  if (staleMs === null) return null
  const title =
    lastEventAt === null ? words.neverTitle : words.staleTitle(format.duration(Math.floor(staleMs / 1_000) * 1_000))
  const act =
    cause === 'sign-in' ? () => void session.demand({ kind: 'sign-in', expired: false }) : () => live.retryNow()
  return (
    <aside class="stale-banner" aria-label={words.stale}>
      <div>
        {/* The age counts each second: only the sentence below is worth saying aloud. */}
        <p class="stale-title">{title}</p>
        <p role="status">{words.staleCauses[cause ?? 'none']}</p>
      </div>
      <Button onClick={act}>{cause === 'sign-in' ? words.signIn : words.tryNow}</Button>
    </aside>
  )
}
