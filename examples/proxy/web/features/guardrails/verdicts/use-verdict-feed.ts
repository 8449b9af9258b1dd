import { useEffect, useRef, useState } from 'preact/hooks'
import type { Verdict } from '../../../api/documents.ts'
import { useMessages } from '../../../i18n/use-messages.ts'
import { useLive } from '../../../state/live/use-live.ts'
import { useNotifications } from '../../../state/notifications.ts'
import { guardrailsMessages } from '../shared/messages.ts'
import { newerThan } from './filter-verdicts.ts'

/** News is said in one sentence after so long, however many there were. */
const HUSH_MS = 5_000

const NONE: readonly Verdict[] = []

export type VerdictFeed = {
  /** `null` until it is known. */
  readonly shown: readonly Verdict[] | null
  readonly isPaused: boolean
  /** How many came while it was paused. */
  readonly waiting: number
  readonly toggle: () => void
}

/** The verdicts as they arrive, or as they were when the list was paused. */
export function useVerdictFeed(): VerdictFeed {
  const latest = useLive('verdicts')?.value ?? null
  const [frozen, freeze] = useState<readonly Verdict[] | null>(null)
  useHearing(latest, frozen !== null)
  return {
    shown: frozen ?? latest,
    isPaused: frozen !== null,
    waiting: frozen === null ? 0 : newerThan(latest ?? NONE, frozen),
    toggle: () => freeze(frozen === null ? (latest ?? NONE) : null),
  }
}

/** Announces new verdicts to a screen reader, a few seconds at a time. */
function useHearing(latest: readonly Verdict[] | null, isPaused: boolean): void {
  const notifications = useNotifications()
  const messages = useMessages(guardrailsMessages)
  const now = useRef({ latest, messages, isPaused })
  now.current = { latest, messages, isPaused }
  const heard = useRef<readonly Verdict[] | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    heard.current ??= latest
    const before = heard.current
    if (timer.current !== undefined || before === null || latest === null || newerThan(latest, before) === 0) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      const news = (now.current.latest ?? NONE).slice(0, newerThan(now.current.latest ?? NONE, before))
      heard.current = now.current.latest
      const refused = news.filter(({ verdict }) => verdict === 'refused').length
      if (!now.current.isPaused) notifications.announce(now.current.messages.heard(news.length - refused, refused))
    }, HUSH_MS)
  }, [latest, notifications])
  useEffect(() => () => clearTimeout(timer.current), [])
}
