import type { AuditVerdict, Job, Slo, Spot } from '../../api/documents.ts'
import type { Timed } from '../../state/live/replica.ts'
import { type LiveStatus, staleMs } from '../../state/live/status.ts'
import type { Tone } from '../../ui/status.tsx'

export type PartName = 'proxy' | 'executor' | 'queue' | 'audit' | 'heartbeat' | 'spot'

/** What is known of one part: which words say it, and the numbers in them. */
export type Part =
  | { readonly name: PartName; readonly tone: Tone; readonly text: 'waiting' }
  | { readonly name: PartName; readonly tone: Tone; readonly text: 'unknown' }
  | { readonly name: 'proxy'; readonly tone: Tone; readonly text: 'answers' | 'unavailable' }
  | { readonly name: 'executor'; readonly tone: Tone; readonly text: 'up'; readonly upMs: number }
  | { readonly name: 'executor'; readonly tone: Tone; readonly text: 'unavailable' | 'reconnecting' | 'noStream' }
  | {
      readonly name: 'queue'
      readonly tone: Tone
      readonly text: 'depth' | 'stuck'
      readonly queued: number
      readonly running: number
      readonly oldestMs: number
    }
  | {
      readonly name: 'audit'
      readonly tone: Tone
      readonly text: AuditVerdict['status']
      readonly size: number
      readonly firstBadSeq: number | null
      readonly ageMs: number
    }
  | { readonly name: 'heartbeat'; readonly tone: Tone; readonly text: 'beats' | 'late'; readonly ageMs: number }
  | {
      readonly name: 'spot'
      readonly tone: Tone
      readonly text: 'live' | 'simulated' | 'connecting' | 'stale' | 'off'
      readonly ageMs: number | null
    }

export type Known = {
  readonly status: LiveStatus
  readonly now: number
  readonly slo: Timed<Slo> | null
  readonly jobs: Timed<readonly Job[]> | null
  /** `null`: not read yet; `'failed'`: it could not be read. */
  readonly verdict: Timed<AuditVerdict> | 'failed' | null
  readonly spot: Timed<Spot> | null
}

/** A run that waits for longer shows that no worker takes it. */
const STUCK_MS = 60_000
/** The executor's heart beats once a second. */
const LATE_MS = 3_000
const DEAD_MS = 10_000

const TONES: Readonly<Record<AuditVerdict['status'], Tone>> = {
  intact: 'good',
  unproven: 'warn',
  torn: 'warn',
  tampered: 'bad',
}

function proxyPart({ status }: Known): Part {
  if (status.cause === 'proxy') return { name: 'proxy', tone: 'bad', text: 'unavailable' }
  if (status.phase === 'connecting' && status.cause === null) return { name: 'proxy', tone: 'idle', text: 'waiting' }
  return { name: 'proxy', tone: 'good', text: 'answers' }
}

function executorPart({ status, slo, now }: Known): Part {
  const name = 'executor'
  const { phase, cause } = status
  if (phase === 'live' && staleMs(status, now) === null) {
    return slo === null
      ? { name, tone: 'idle', text: 'waiting' }
      : { name, tone: 'good', text: 'up', upMs: Math.max(0, now - slo.value.since) }
  }
  if (cause === 'executor') return { name, tone: 'bad', text: 'unavailable' }
  if (cause === 'stream') return { name, tone: 'warn', text: 'noStream' }
  if (cause !== null) return { name, tone: 'idle', text: 'unknown' }
  return phase === 'connecting' ? { name, tone: 'idle', text: 'waiting' } : { name, tone: 'warn', text: 'reconnecting' }
}

/** How many runs wait and how many are computed, and how long the oldest has waited. */
export function depthOf(jobs: readonly Job[], now: number): { queued: number; running: number; oldestMs: number } {
  const queued = jobs.filter(({ status }) => status === 'queued')
  const oldest = Math.min(now, ...queued.map(({ createdAt }) => createdAt))
  return {
    queued: queued.length,
    running: jobs.filter(({ status }) => status === 'running').length,
    oldestMs: now - oldest,
  }
}

function queuePart({ jobs, now }: Known): Part {
  if (jobs === null) return { name: 'queue', tone: 'idle', text: 'waiting' }
  const depth = depthOf(jobs.value, now)
  const isStuck = depth.oldestMs >= STUCK_MS
  return { name: 'queue', tone: isStuck ? 'warn' : 'good', text: isStuck ? 'stuck' : 'depth', ...depth }
}

function auditPart({ verdict, now }: Known): Part {
  if (verdict === null) return { name: 'audit', tone: 'idle', text: 'waiting' }
  if (verdict === 'failed') return { name: 'audit', tone: 'warn', text: 'unknown' }
  const { status, size, firstBadSeq, ageMs } = verdict.value
  const age = ageMs + Math.max(0, now - verdict.receivedAt)
  return { name: 'audit', tone: TONES[status], text: status, size, firstBadSeq: firstBadSeq ?? null, ageMs: age }
}

function heartbeatPart({ slo }: Known): Part {
  if (slo === null) return { name: 'heartbeat', tone: 'idle', text: 'waiting' }
  const ageMs = slo.value.freshness.heartbeatAgeMs
  const tone = ageMs >= DEAD_MS ? 'bad' : ageMs >= LATE_MS ? 'warn' : 'good'
  return { name: 'heartbeat', tone, text: tone === 'good' ? 'beats' : 'late', ageMs }
}

function spotPart({ spot, now }: Known): Part {
  const name = 'spot'
  if (spot === null) return { name, tone: 'idle', text: 'waiting' }
  const { source, state, ageMs } = spot.value
  const age = ageMs === null ? null : ageMs + Math.max(0, now - spot.receivedAt)
  if (source === 'off') return { name, tone: 'idle', text: 'off', ageMs: null }
  if (state === 'stale') return { name, tone: 'bad', text: 'stale', ageMs: age }
  if (state === 'connecting') return { name, tone: 'warn', text: 'connecting', ageMs: age }
  return { name, tone: 'good', text: source === 'simulator' ? 'simulated' : 'live', ageMs: age }
}

/** The health of every part. What only the executor knows is unknown while it cannot be reached. */
export function partsOf(known: Known): readonly Part[] {
  const executor = executorPart(known)
  const isHeard = executor.text === 'up' || executor.text === 'waiting' || executor.text === 'noStream'
  const behind = [queuePart(known), auditPart(known), heartbeatPart(known), spotPart(known)]
  return [
    proxyPart(known),
    executor,
    ...(isHeard ? behind : behind.map(({ name }): Part => ({ name, tone: 'idle', text: 'unknown' }))),
  ]
}
