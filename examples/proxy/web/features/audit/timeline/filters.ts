import type { operations } from '../../../api/contract.d.ts'
import type { AuditRecord } from '../../../api/documents.ts'

export const OUTCOMES = ['success', 'refused', 'failure', 'unknown'] as const
const TEXTS = ['actor', 'action', 'subject', 'correlationId'] as const

/** Which records are shown; what is absent does not matter. Times are epoch ms, `to` is the first that does not belong. */
export type Filters = {
  readonly actor?: string
  readonly action?: string
  readonly subject?: string
  readonly correlationId?: string
  readonly outcome?: AuditRecord['outcome']
  readonly from?: number
  readonly to?: number
}

/** Longest that the service takes. */
export const MAX_FILTER = 256

/** Reads the address; what cannot be a filter is left out. */
export function readFilters(query: string): Filters {
  const given = new URLSearchParams(query)
  const filters: { -readonly [Name in keyof Filters]: Filters[Name] } = {}
  for (const name of TEXTS) {
    const value = given.get(name)
    if (value) filters[name] = value.slice(0, MAX_FILTER)
  }
  const outcome = OUTCOMES.find((known) => known === given.get('outcome'))
  if (outcome !== undefined) filters.outcome = outcome
  for (const name of ['from', 'to'] as const) {
    const value = given.get(name) ?? ''
    if (/^\d{1,15}$/.test(value)) filters[name] = Number(value)
  }
  return filters
}

export type AuditQuery = NonNullable<operations['listAuditRecords']['parameters']['query']>

/** The same as parameters, for the address and for the service alike. */
export function filterQuery(filters: Filters): AuditQuery {
  return Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value)]))
}

export const isFiltered = (filters: Filters): boolean => Object.keys(filters).length > 0

/** As the service decides it, for records that come by the stream. */
export function matches(record: AuditRecord, filters: Filters): boolean {
  const { from = Number.NEGATIVE_INFINITY, outcome, to = Number.POSITIVE_INFINITY } = filters
  if (TEXTS.some((name) => filters[name] !== undefined && record[name] !== filters[name])) return false
  return (outcome === undefined || record.outcome === outcome) && record.time >= from && record.time < to
}
