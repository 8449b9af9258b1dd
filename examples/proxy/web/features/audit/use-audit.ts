import { useEffect, useMemo, useState } from 'preact/hooks'
import { useApi } from '../../state/api.ts'
import { useLocation } from '../../state/router.ts'
import { type Filters, filterQuery, readFilters } from './timeline/filters.ts'
import { createTimeline, type Timeline } from './timeline/timeline.ts'
import { createTrustKeeper } from './verification/trust.ts'
import { createVerification, type Verification } from './verification/verification.ts'
import { createVerifier } from './verify/verifier.ts'

/** One verification for the whole visit of the view. */
export function useVerification(): Verification {
  const api = useApi()
  const [verification] = useState(() =>
    createVerification({ api, createVerifier, keeper: createTrustKeeper(localStorage), now: Date.now }),
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

export function useTimeline(filters: Filters, verification: Verification): Timeline {
  const api = useApi()
  const timeline = useMemo(
    () => createTimeline({ api, filters, onRecords: verification.take }),
    [api, filters, verification],
  )
  useEffect(() => () => timeline.close(), [timeline])
  return timeline
}
