import { useEffect, useState } from 'preact/hooks'
import type { Dataset, Policies, Strategy } from '../../../api/documents.ts'
import { useApi } from '../../../state/api.ts'
import { useLive, useLiveService } from '../../../state/live/use-live.ts'
import { useSessionService } from '../../../state/session/session.ts'
import { useStore } from '../../../state/use-store.ts'

/** What the stream does not send. Each is `null` until it is known, and keeps its value where a read fails. */
export type PolicyData = {
  readonly policies: Policies | null
  readonly strategies: readonly Strategy[] | null
  readonly datasets: readonly Dataset[] | null
  readonly hasFailed: boolean
  readonly retry: () => void
}

const NOTHING = { policies: null, strategies: null, datasets: null, hasFailed: false } as const

/** Read again when a proposal was applied, the executor was restarted or a person has signed in. */
export function usePolicyData(): PolicyData {
  const api = useApi()
  const session = useSessionService()
  const live = useLiveService()
  const [policyData, setRules] = useState<Omit<PolicyData, 'retry'>>(NOTHING)
  const [attempt, setAttempt] = useState(0)
  const proposals = useLive('proposals')?.value ?? []
  const applied = proposals.filter(({ status }) => status === 'applied').map(({ id }) => id)
  const boot = useLive('boot')
  const who = useStore(session.current)?.operator?.id
  const phase = useStore(live.status).phase
  const key = `${applied.join(' ')} ${boot} ${who} ${phase} ${attempt}`
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    Promise.all([
      api.get('/policies', { signal }),
      api.get('/strategies', { signal }),
      api.get('/datasets', { signal }),
    ]).then(
      ([policies, { strategies }, { datasets }]) => setRules({ policies, strategies, datasets, hasFailed: false }),
      () => {
        if (!signal.aborted) setRules((known) => ({ ...known, hasFailed: true }))
      },
    )
    return () => leaving.abort()
  }, [api, key])
  return { ...policyData, retry: () => setAttempt(attempt + 1) }
}
