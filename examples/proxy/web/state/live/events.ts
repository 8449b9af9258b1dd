import { type AuditRecord, readAuditRecord } from '../../api/audit.ts'
import { type Job, readJob } from '../../api/job.ts'
import { type Override, type Proposal, readOverrides, readProposals } from '../../api/proposals.ts'
import { readFields, readNumber, readText } from '../../api/read.ts'
import { type Risk, readRisk, readVerdict, type Verdict } from '../../api/risk.ts'
import { readSlo, type Slo } from '../../api/slo.ts'
import { readSpot, type Spot } from '../../api/spot.ts'

export type JobProgress = {
  readonly id: string
  /** Share of the candles processed, 0 to 1. */
  readonly progress: number
  /** Equity at that point, where the executor tells. */
  readonly equity: number | null
}

/** One event of the desk's stream, read and checked. */
export type LiveEvent =
  | { readonly type: 'hello'; readonly boot: string; readonly now: number }
  /** The stream could not go on where it broke off: what is known may be of yesterday. */
  | { readonly type: 'resync' }
  | { readonly type: 'job'; readonly job: Job }
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'risk'; readonly risk: Risk }
  | { readonly type: 'proposals'; readonly proposals: readonly Proposal[] }
  | { readonly type: 'overrides'; readonly overrides: readonly Override[] }
  | { readonly type: 'verdict'; readonly verdict: Verdict }
  | { readonly type: 'audit'; readonly record: AuditRecord }
  /** Records `from` to `to` were not sent; `GET /audit` has them. */
  | { readonly type: 'audit-gap'; readonly from: number; readonly to: number }
  | { readonly type: 'slo'; readonly slo: Slo }
  | { readonly type: 'spot'; readonly spot: Spot }

function readHello(value: unknown): LiveEvent {
  const fields = readFields(value, 'hello')
  return { type: 'hello', boot: readText(fields['boot'], 'hello.boot'), now: readNumber(fields['now'], 'hello.now') }
}

function readProgress(value: unknown): LiveEvent {
  const fields = readFields(value, 'progress')
  const { equity } = fields
  return {
    type: 'progress',
    progress: {
      id: readText(fields['id'], 'progress.id'),
      progress: readNumber(fields['progress'], 'progress.progress'),
      equity: typeof equity === 'number' || typeof equity === 'string' ? Number(equity) : null,
    },
  }
}

function readGap(value: unknown): LiveEvent {
  const fields = readFields(value, 'audit-gap')
  return { type: 'audit-gap', from: readNumber(fields['from'], 'from'), to: readNumber(fields['to'], 'to') }
}

const READERS: { readonly [type in LiveEvent['type']]: (value: unknown) => LiveEvent } = {
  hello: readHello,
  resync: () => ({ type: 'resync' }),
  job: (value) => ({ type: 'job', job: readJob(value) }),
  progress: readProgress,
  risk: (value) => ({ type: 'risk', risk: readRisk(value) }),
  proposals: (value) => ({ type: 'proposals', proposals: readProposals(value) }),
  overrides: (value) => ({ type: 'overrides', overrides: readOverrides(value) }),
  verdict: (value) => ({ type: 'verdict', verdict: readVerdict(value) }),
  audit: (value) => ({ type: 'audit', record: readAuditRecord(value) }),
  'audit-gap': readGap,
  slo: (value) => ({ type: 'slo', slo: readSlo(value) }),
  spot: (value) => ({ type: 'spot', spot: readSpot(value) }),
}

export type LiveEventType = LiveEvent['type']

export const EVENT_TYPES = Object.keys(READERS) as readonly LiveEventType[]

/** @throws MalformedAnswer, TypeError or SyntaxError when the data is not as agreed */
export function readEvent(type: LiveEventType, data: string): LiveEvent {
  return READERS[type](data === '' ? null : JSON.parse(data))
}
