import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Request } from '../../api/request.ts'
import { useApi } from '../../state/api.ts'
import { useLocation } from '../../state/router.ts'
import { type Filters, filterQuery, readFilters } from './timeline/filters.ts'
import { createTimeline, type Timeline } from './timeline/timeline.ts'
import { createTrustKeeper } from './verification/trust.ts'
import { createVerification, type Verification } from './verification/verification.ts'
import { createVerifier } from './verify/verifier.ts'

/** What the view reads with: asks to sign in where that is needed. */
export function useAuditRequest(): Request {
  const api = useApi()
  return useMemo(() => (path, init) => api.read(path, (value) => value, init?.signal ?? undefined), [api])
}

/** One verification for the whole visit of the view. */
export function useVerification(request: Request): Verification {
  const [verification] = useState(() =>
    createVerification({ request, createVerifier, keeper: createTrustKeeper(localStorage), now: Date.now }),
  )
  useEffect(() => () => verification.close(), [verification])
  return verification
}

/** The filters of the address, the same object as long as they are the same. */
export function useFilters(): Filters {
  const { query } = useLocation()
  const key = JSON.stringify(filterQuery(readFilters(query)))
  return useMemo(() => readFilters(`?${new URLSearchParams(JSON.parse(key))}`), [key])
}

export function useTimeline(request: Request, filters: Filters, verification: Verification): Timeline {
  const timeline = useMemo(
    () =>
      createTimeline({ request, filters, onRecords: (records) => verification.take(records.map(({ raw }) => raw)) }),
    [request, filters, verification],
  )
  useEffect(() => () => timeline.close(), [timeline])
  return timeline
}
