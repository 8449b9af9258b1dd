import type { Documents, Immutable } from '../../api/documents.ts'
import { trustedRisk, trustedSpot } from '../../api/trusted-values.ts'

type Payloads = Documents['EventPayloads']
export type LiveEventType = keyof Payloads

/**
 * One event of the desk's stream. `resync`: the stream could not resume, so what is known may be out of date. `audit-gap`:
 * these records were not sent; `GET /audit` has them.
 */
export type LiveEvent = {
  readonly [Type in LiveEventType]: { readonly type: Type; readonly data: Payloads[Type] }
}[LiveEventType]

export type JobProgress = Immutable<Payloads['progress']>

const TYPES = {
  hello: true,
  resync: true,
  job: true,
  progress: true,
  risk: true,
  proposals: true,
  overrides: true,
  verdict: true,
  audit: true,
  'audit-gap': true,
  slo: true,
  spot: true,
} satisfies Record<LiveEventType, true>

export const EVENT_TYPES = Object.keys(TYPES) as readonly LiveEventType[]

/** @throws SyntaxError for data that is no JSON, TypeError for an unknown trading mode */
export function readEvent(type: LiveEventType, text: string): LiveEvent {
  const event = { type, data: text === '' ? {} : JSON.parse(text) } as LiveEvent
  if (event.type === 'risk') return { type: 'risk', data: trustedRisk(event.data) }
  return event.type === 'spot' ? { type: 'spot', data: trustedSpot(event.data) } : event
}
