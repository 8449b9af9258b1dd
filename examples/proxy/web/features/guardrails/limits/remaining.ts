import type { Limit } from '../../../api/documents.ts'

/** From this share of a limit on, the bar warns; from the second it alarms. */
const NEAR = 0.8
const VERY_NEAR = 0.95

export type Remaining = {
  /** `none`: there is no limit. `unknown`: not measured, which is not zero. */
  readonly state: 'none' | 'unknown' | 'well' | 'near' | 'very-near' | 'over'
  /** Reached of the limit, for the bar alone; `null` where one of them is not known. */
  readonly share: number | null
}

/** How close a limit is. */
export function remaining({ limit, reached }: Pick<Limit, 'limit' | 'reached'>): Remaining {
  if (limit === null) return { state: 'none', share: null }
  const most = Number(limit)
  if (reached === null || !Number.isFinite(most)) return { state: 'unknown', share: null }
  // A limit of zero is reached by anything at all.
  const share = most > 0 ? reached / most : reached > 0 ? Number.POSITIVE_INFINITY : 1
  if (share > 1) return { state: 'over', share }
  return { state: share >= VERY_NEAR ? 'very-near' : share >= NEAR ? 'near' : 'well', share }
}
