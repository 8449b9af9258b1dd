import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Request } from '../api/request.ts'
import { useDesk } from '../desk.ts'
import { usePlace } from '../router/use-place.ts'
import { type Filters, filterQuery, readFilters } from './filters.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import { createTrustKeeper } from './trust.ts'
import { createVerification, type Verification } from './verification.ts'
import { createVerifier } from './verify/verifier.ts'

/** What the view reads with: asks to sign in where that is needed. */
export function useAuditRequest(): Request {
  const { api } = useDesk()
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
  const { query } = usePlace()
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
