import {
  type AuditRecord,
  isFinished,
  type Job,
  type Override,
  type Proposal,
  type Risk,
  type Slo,
  type Spot,
  type Verdict,
} from '../../api/documents.ts'
import type { JobProgress, LiveEvent } from './events.ts'

/** What is known, and since when (epoch ms of this browser). */
export type Timed<T> = { readonly value: T; readonly receivedAt: number }

/** What the page knows of the desk. Every list has a limit, so an hour of events takes no more memory than a minute. */
export type Replica = {
  readonly boot: string | null
  /** The newest, newest first. */
  readonly jobs: Timed<readonly Job[]> | null
  /** Of the runs under way, by id. */
  readonly progress: ReadonlyMap<string, JobProgress>
  readonly risk: Timed<Risk> | null
  /** On the last starts, newest first. */
  readonly verdicts: Timed<readonly Verdict[]> | null
  readonly proposals: Timed<readonly Proposal[]> | null
  readonly overrides: Timed<readonly Override[]> | null
  /** Records that came since the page was opened, by `seq`; a jump in `seq` is for `GET /audit` to fill. */
  readonly audit: Timed<readonly AuditRecord[]> | null
  readonly slo: Timed<Slo> | null
  /** The last values of `slo`, oldest first: ten minutes at one each five seconds. */
  readonly sloHistory: readonly Timed<Slo>[]
  readonly spot: Timed<Spot> | null
}

export const LIMITS = { jobs: 200, verdicts: 100, audit: 500, sloHistory: 120 } as const

export const EMPTY: Replica = {
  boot: null,
  jobs: null,
  progress: new Map(),
  risk: null,
  verdicts: null,
  proposals: null,
  overrides: null,
  audit: null,
  slo: null,
  sloHistory: [],
  spot: null,
}

/** Answers to reads of the whole, as far as they came. */
export type Snapshot = Partial<{
  readonly jobs: readonly Job[]
  readonly risk: Risk
  readonly proposals: readonly Proposal[]
  readonly overrides: readonly Override[]
  readonly slo: Slo
  readonly spot: Spot
}>

function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const others = jobs.filter(({ id }) => id !== job.id)
  return [...others, job].sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)).slice(0, LIMITS.jobs)
}

function withVerdicts(known: readonly Verdict[], more: readonly Verdict[]): readonly Verdict[] {
  const byKey = new Map([...known, ...more].map((verdict) => [`${verdict.at} ${verdict.job}`, verdict]))
  return [...byKey.values()].sort((a, b) => b.at - a.at).slice(0, LIMITS.verdicts)
}

function withRecord(records: readonly AuditRecord[], record: AuditRecord): readonly AuditRecord[] {
  const last = records.at(-1)
  if (last === undefined || record.seq > last.seq) return [...records, record].slice(-LIMITS.audit)
  if (records.some(({ seq }) => seq === record.seq)) return records
  return [...records, record].sort((a, b) => a.seq - b.seq).slice(-LIMITS.audit)
}

function withProgress(known: Replica['progress'], progress: JobProgress): Replica['progress'] {
  const others = [...known].filter(([id]) => id !== progress.id)
  return new Map([...others, [progress.id, progress] as const].slice(-LIMITS.jobs))
}

function withoutProgress(known: Replica['progress'], id: string): Replica['progress'] {
  return known.has(id) ? new Map([...known].filter(([other]) => other !== id)) : known
}

function withRisk(replica: Replica, risk: Risk, receivedAt: number): Replica {
  const verdicts = withVerdicts(replica.verdicts?.value ?? [], risk.verdicts)
  return { ...replica, risk: { value: risk, receivedAt }, verdicts: { value: verdicts, receivedAt } }
}

function withSlo(replica: Replica, value: Slo, receivedAt: number): Replica {
  const slo = { value, receivedAt }
  return { ...replica, slo, sloHistory: [...replica.sloHistory, slo].slice(-LIMITS.sloHistory) }
}

/** A process that began anew has forgotten its verdicts, and its times start from nothing. */
function withBoot(replica: Replica, boot: string): Replica {
  if (replica.boot === boot) return replica
  return { ...replica, boot, progress: new Map(), ...(replica.boot !== null && { verdicts: null, sloHistory: [] }) }
}

/** The replica after one event. Gaps and signals of the connection change nothing in it. */
export function applyEvent(replica: Replica, event: LiveEvent, receivedAt: number): Replica {
  switch (event.type) {
    case 'hello':
      return withBoot(replica, event.data.boot)
    case 'job': {
      const job = event.data
      const jobs = { value: withJob(replica.jobs?.value ?? [], job), receivedAt }
      return {
        ...replica,
        jobs,
        progress: isFinished(job) ? withoutProgress(replica.progress, job.id) : replica.progress,
      }
    }
    case 'progress':
      return { ...replica, progress: withProgress(replica.progress, event.data) }
    case 'risk':
      return withRisk(replica, event.data, receivedAt)
    case 'verdict':
      return {
        ...replica,
        verdicts: { value: withVerdicts(replica.verdicts?.value ?? [], [event.data]), receivedAt },
      }
    case 'proposals':
      return { ...replica, proposals: { value: event.data.proposals, receivedAt } }
    case 'overrides':
      return { ...replica, overrides: { value: event.data.overrides, receivedAt } }
    case 'audit':
      return { ...replica, audit: { value: withRecord(replica.audit?.value ?? [], event.data), receivedAt } }
    case 'slo':
      return withSlo(replica, event.data, receivedAt)
    case 'spot':
      return { ...replica, spot: { value: event.data, receivedAt } }
    case 'audit-gap':
    case 'resync':
      return replica
  }
}

/** What events have changed since the reading of a snapshot began: they are newer than its content. */
export type ChangedSince = { readonly types: ReadonlySet<LiveEvent['type']>; readonly jobs: ReadonlySet<string> }

/** The replica after a snapshot; parts that an event has changed meanwhile keep the event's value. */
export function applySnapshot(
  replica: Replica,
  snapshot: Snapshot,
  changed: ChangedSince,
  receivedAt: number,
): Replica {
  const { jobs, risk, proposals, overrides, slo, spot } = snapshot
  let next = replica
  if (jobs !== undefined) {
    const newer = (replica.jobs?.value ?? []).filter(({ id }) => changed.jobs.has(id))
    next = { ...next, jobs: { value: newer.reduce(withJob, jobs.slice(0, LIMITS.jobs)), receivedAt } }
  }
  if (risk !== undefined && !changed.types.has('risk')) next = withRisk(next, risk, receivedAt)
  if (proposals !== undefined && !changed.types.has('proposals'))
    next = { ...next, proposals: { value: proposals, receivedAt } }
  if (overrides !== undefined && !changed.types.has('overrides'))
    next = { ...next, overrides: { value: overrides, receivedAt } }
  if (slo !== undefined && !changed.types.has('slo')) next = withSlo(next, slo, receivedAt)
  if (spot !== undefined && !changed.types.has('spot')) next = { ...next, spot: { value: spot, receivedAt } }
  return next
}
