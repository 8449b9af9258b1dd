import type { JSX } from 'preact'
import type { Percentiles, Slo } from '../../api/documents.ts'
import { NOTHING } from '../../i18n/numbers.ts'
import { useFormat, useMessages } from '../../i18n/use-messages.ts'
import { useLive } from '../../state/live/use-live.ts'
import { Card } from '../../ui/card.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { Badge } from '../../ui/status.tsx'
import { homeMessages } from './messages.ts'

type Kind = 'start' | 'queueWait' | 'run'

const PICK: Readonly<Record<Kind, (slo: Slo) => Percentiles>> = {
  start: (slo) => slo.startMs,
  queueWait: (slo) => slo.queueWaitMs,
  run: (slo) => slo.runMs,
}

/** What the executor promises for a start, in milliseconds. */
const START_LIMIT_MS = 100

/** One latency: its P95, how that went lately, and the percentiles beside it. */
export function LatencyCard({ kind }: { readonly kind: Kind }): JSX.Element {
  const messages = useMessages(homeMessages)
  const format = useFormat()
  const slo = useLive('slo')
  const history = useLive('sloHistory')
  const limit = kind === 'start' ? START_LIMIT_MS : null
  const now = slo === null ? null : PICK[kind](slo.value)
  const text = (ms: number | null | undefined): string =>
    ms === null || ms === undefined ? NOTHING : format.duration(ms)
  const values = history.map(({ value }) => PICK[kind](value).p95)
  const isOver = limit !== null && now?.p95 !== null && now !== null && now.p95 > limit
  return (
    <Card
      title={messages[kind]}
      class="home-latency"
      aside={limit !== null && <Badge tone={isOver ? 'bad' : 'idle'}>{messages.slo(format.duration(limit))}</Badge>}
    >
      <p class="home-figure" data-over={isOver}>
        <span>{text(now?.p95)}</span>
        <small class="quiet">{messages.p95}</small>
      </p>
      <p class="quiet home-latency-note">{now?.count === 0 ? messages.notMeasured : messages[`${kind}Note`]}</p>
      <Sparkline values={values} limit={limit} label={messages.sparkline(messages[kind], values.length)} />
      <dl class="home-percentiles">
        <div>
          <dt>P50</dt>
          <dd>{text(now?.p50)}</dd>
        </div>
        <div>
          <dt>P99</dt>
          <dd>{text(now?.p99)}</dd>
        </div>
      </dl>
    </Card>
  )
}
