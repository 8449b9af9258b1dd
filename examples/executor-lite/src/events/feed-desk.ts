import { isFinal, type Progress, type Runner } from '@tezgah/runner'
import type { Guardrails } from '../guardrails/guardrails.ts'
import type { Verdicts } from '../guardrails/verdicts.ts'
import type { Risk } from '../guardrails/views.ts'
import { viewJob } from '../job-view.ts'
import type { LiveAuditTrail } from '../live-audit.ts'
import type { Slo } from '../slo/slo.ts'
import type { Spot } from '../spot/spot.ts'
import { AuditBurst } from './audit-burst.ts'
import type { DeskHub } from './desk-hub.ts'
import { onJobState } from './job-states.ts'
import { WatchedDocument } from './watched-document.ts'

/** Milliseconds between two progress events of one job. */
const PROGRESS_MS = 500
const SLO_MS = 5_000
const SPOT_MS = 1_000
/** Between two looks at what changes with time alone, such as an override that ends; in milliseconds. */
const LOOK_MS = 5_000

export type DeskSources = {
  readonly runner: Pick<Runner, 'on' | 'progress'>
  readonly guardrails: Pick<Guardrails, 'onChange'>
  readonly verdicts: Pick<Verdicts, 'onAdd'>
  readonly audit: LiveAuditTrail
  readonly slo: Pick<Slo, 'report'>
  readonly spot: Pick<Spot, 'read'>
  /** What the routes of the same names answer. */
  readonly documents: {
    readonly risk: () => Promise<Risk>
    readonly proposals: () => unknown
    readonly overrides: () => unknown
  }
  readonly monotonicNow: () => number
}

/** Tells the desk whatever happens in this service. Returns what stops it. */
export function feedDesk(desk: DeskHub, sources: DeskSources): () => void {
  const offs = [feedJobs(desk, sources), feedDocuments(desk, sources), feedAudit(desk, sources.audit)]
  desk.addMomentary('slo', SLO_MS, () => sources.slo.report())
  desk.addMomentary('spot', SPOT_MS, () => sources.spot.read())
  return () => {
    for (const off of offs) off()
  }
}

function feedJobs(desk: DeskHub, { runner, monotonicNow }: DeskSources): () => void {
  /** When progress of a job was told last. */
  const toldAt = new Map<string, number>()
  const offs = [
    onJobState(runner, (job) => {
      if (isFinal(job.status)) {
        toldAt.delete(job.id)
        desk.forgetNewest(progressOf(job.id))
      }
      const event = () => [{ event: 'job', json: JSON.stringify(viewJob(job, runner.progress(job.id))) }]
      desk.tell(`job ${job.id}`, event)
    }),
    runner.on('progress', ({ id }, { position, length, equity }: Progress) => {
      const now = monotonicNow()
      if (!desk.isAwake || now - (toldAt.get(id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return
      toldAt.set(id, now)
      desk.tellNewest('progress', progressOf(id), { id, progress: length === 0 ? 0 : position / length, equity })
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}

const progressOf = (id: string): string => `progress ${id}`

function feedDocuments(desk: DeskHub, { documents, guardrails, runner, verdicts }: DeskSources): () => void {
  const watched = (event: string, read: () => unknown, essence?: (document: never) => unknown) =>
    new WatchedDocument<unknown>({
      read,
      onChange: (document) => desk.tell(event, () => [{ event, json: JSON.stringify(document) }]),
      ...(essence && { essence: essence as (document: unknown) => unknown }),
    })
  const risk = watched('risk', documents.risk, essenceOfRisk)
  const all = [risk, watched('proposals', documents.proposals), watched('overrides', documents.overrides)]
  const look = (): void => {
    if (desk.isAwake) for (const one of all) one.look()
  }
  desk.onWake(() => {
    for (const one of all) one.lookAnew()
  })
  const timer = setInterval(look, LOOK_MS).unref()
  let count = 0
  const offs = [
    guardrails.onChange(look),
    // The furthest that a run went is part of the risk.
    runner.on('done', () => desk.isAwake && risk.look()),
    verdicts.onAdd((verdict) => {
      const json = JSON.stringify(verdict)
      desk.tell(`verdict ${++count}`, () => [{ event: 'verdict', json }])
    }),
  ]
  return () => {
    clearInterval(timer)
    for (const off of offs) off()
    for (const one of all) one.close()
  }
}

/** Verdicts have an event of their own, and how long an override still lasts changes all the time. */
function essenceOfRisk({ trading, limits, overrides }: Risk): unknown {
  return [trading, limits, overrides.map(({ leftMs: _, ...override }) => override)]
}

function feedAudit(desk: DeskHub, audit: LiveAuditTrail): () => void {
  const next = () => audit.state.size ?? 0
  const burst = new AuditBurst(next())
  desk.onWake(() => burst.skipTo(next()))
  return audit.onRecord((record) => {
    if (!desk.isAwake) return
    burst.add(record)
    desk.tell('audit', () => burst.take())
  })
}
