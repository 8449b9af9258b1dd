import { useEffect, useState } from 'preact/hooks'
import type { AuditVerdict } from '../../api/documents.ts'
import { useApi } from '../../state/api.ts'
import type { Timed } from '../../state/live/replica.ts'
import { useLiveStatus } from '../../state/live/use-live.ts'

/** The executor caches a verification for a minute, and the stream does not send it. */
const LOOK_EVERY_MS = 60_000

/** What the last verification of the audit log found; read again when the executor is back. A hidden tab does not ask. */
export function useAuditVerdict(): Timed<AuditVerdict> | 'failed' | null {
  const api = useApi()
  const isLive = useLiveStatus().phase === 'live'
  const [verdict, setVerdict] = useState<Timed<AuditVerdict> | 'failed' | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    const look = (): void => {
      if (document.hidden) return
      api.get('/audit/verify', { signal: leaving.signal }).then(
        (value) => setVerdict({ value, receivedAt: Date.now() }),
        () => leaving.signal.aborted || setVerdict('failed'),
      )
    }
    if (isLive) look()
    const timer = setInterval(look, LOOK_EVERY_MS)
    return () => {
      leaving.abort()
      clearInterval(timer)
    }
  }, [api, isLive])
  return verdict
}
