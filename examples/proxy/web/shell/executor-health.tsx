import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Api } from '../api/client.ts'

type Health = 'unknown' | 'ready' | 'away'

const WORDS: Readonly<Record<Health, string>> = {
  unknown: 'Executor …',
  ready: 'Executor ready',
  away: 'Executor away',
}

// Each look costs one of the executor's sixty requests a minute.
const LOOK_EVERY_MS = 15_000

/** Whether executor-lite answers, in the header. A hidden tab does not ask. */
export function ExecutorHealth({ api }: { readonly api: Api }): JSX.Element {
  const [health, setHealth] = useState<Health>('unknown')
  useEffect(() => {
    const leaving = new AbortController()
    const look = (): void => {
      if (document.hidden) return
      api.health(leaving.signal).then(
        () => setHealth('ready'),
        () => leaving.signal.aborted || setHealth('away'),
      )
    }
    look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    document.addEventListener('visibilitychange', look)
    return () => {
      leaving.abort()
      clearInterval(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [api])
  return (
    <span class="health" data-health={health}>
      {WORDS[health]}
    </span>
  )
}
