import { isFinal, type Progress, type Runner } from '@tezgah/runner'
import type { ObservableTrail } from '../audit/trail.ts'
import type { RecentVerdicts } from '../guardrails/recent-verdicts.ts'
import type { GuardrailDocuments } from '../guardrails/routes.ts'
import type { Risk } from '../guardrails/schemas.ts'
import type { Guardrails } from '../guardrails/service.ts'
import { viewJob } from '../jobs/view.ts'
import type { Slo } from '../metrics/slo.ts'
import type { PriceFeed } from '../spot/price.ts'
import { AuditBatch } from './audit-batch.ts'
import { DocumentWatcher } from './document-watcher.ts'
import type { EventHub } from './hub.ts'
import { onJobState } from './job-events.ts'

/** Milliseconds between two progress events of one job. */
const PROGRESS_MS = 500
const SLO_MS = 5_000
const SPOT_MS = 1_000
/** Between two looks at what changes with time alone, such as an override that ends; in milliseconds. */
const CHECK_MS = 5_000

export type EventSources = {
  readonly runner: Pick<Runner, 'on' | 'progress'>
  readonly guardrails: Pick<Guardrails, 'onChange'>
  readonly verdicts: Pick<RecentVerdicts, 'onAdd'>
  readonly audit: ObservableTrail
  readonly slo: Pick<Slo, 'report'>
  readonly spot: Pick<PriceFeed, 'read'>
  /** What the routes of the same names answer. */
  readonly documents: GuardrailDocuments
  readonly monotonicNow: () => number
}

/** Publishes the events of this service to the hub. Returns a function that stops it. */
export function publishEvents(hub: EventHub, sources: EventSources): () => void {
  const offs = [publishJobs(hub, sources), publishDocuments(hub, sources), publishAudit(hub, sources.audit)]
  hub.addSnapshot('slo', SLO_MS, () => sources.slo.report())
  hub.addSnapshot('spot', SPOT_MS, () => sources.spot.read())
  return () => {
    for (const off of offs) off()
  }
}

function publishJobs(hub: EventHub, { runner, monotonicNow }: EventSources): () => void {
  /** When progress of a job was last published. */
  const publishedAt = new Map<string, number>()
  const offs = [
    onJobState(runner, (job) => {
      if (isFinal(job.status)) {
        publishedAt.delete(job.id)
        hub.dropLatest(progressOf(job.id))
      }
      const event = () => [{ event: 'job', json: JSON.stringify(viewJob(job, runner.progress(job.id))) }]
      hub.publish(`job ${job.id}`, event)
    }),
    runner.on('progress', ({ id }, { position, length, equity }: Progress) => {
      const now = monotonicNow()
      if (!hub.hasSubscribers || now - (publishedAt.get(id) ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return
      publishedAt.set(id, now)
      hub.publishLatest('progress', progressOf(id), { id, progress: length === 0 ? 0 : position / length, equity })
    }),
  ]
  return () => {
    for (const off of offs) off()
  }
}

const progressOf = (id: string): string => `progress ${id}`

function publishDocuments(hub: EventHub, { documents, guardrails, runner, verdicts }: EventSources): () => void {
  const watched = (event: string, read: () => unknown, compareBy?: (document: never) => unknown) =>
    new DocumentWatcher<unknown>({
      read,
      onChange: (document) => hub.publish(event, () => [{ event, json: JSON.stringify(document) }]),
      ...(compareBy && { compareBy: compareBy as (document: unknown) => unknown }),
    })
  const risk = watched('risk', documents.risk, comparableRisk)
  const all = [risk, watched('proposals', documents.proposals), watched('overrides', documents.overrides)]
  const check = (): void => {
    if (hub.hasSubscribers) for (const one of all) one.check()
  }
  hub.onFirstSubscriber(() => {
    for (const one of all) one.reset()
  })
  const timer = setInterval(check, CHECK_MS).unref()
  let count = 0
  const offs = [
    guardrails.onChange(check),
    // The furthest that a run went is part of the risk.
    runner.on('done', () => hub.hasSubscribers && risk.check()),
    verdicts.onAdd((verdict) => {
      const json = JSON.stringify(verdict)
      hub.publish(`verdict ${++count}`, () => [{ event: 'verdict', json }])
    }),
  ]
  return () => {
    clearInterval(timer)
    for (const off of offs) off()
    for (const one of all) one.close()
  }
}

/** Verdicts have an event of their own, and how long an override still lasts changes all the time. */
function comparableRisk({ trading, limits, overrides }: Risk): unknown {
  return [trading, limits, overrides.map(({ leftMs: _, ...override }) => override)]
}

function publishAudit(hub: EventHub, audit: ObservableTrail): () => void {
  const next = () => audit.state.size ?? 0
  const batch = new AuditBatch(next())
  hub.onFirstSubscriber(() => batch.resumeAt(next()))
  return audit.onRecord((record) => {
    if (!hub.hasSubscribers) return
    batch.add(record)
    hub.publish('audit', () => batch.take())
  })
}
