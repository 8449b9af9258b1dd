import { useNow } from '../../state/clock.ts'
import { useSession } from '../../state/session/session.ts'
import './home.css'
import type { JSX } from 'preact'
import { useMessages } from '../../i18n/use-messages.ts'
import { useLive, useLiveStatus } from '../../state/live/use-live.ts'
import { addressOf } from '../../state/location.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { BudgetCard } from './budget-card.tsx'
import { HealthCard } from './health-card.tsx'
import { LatencyCard } from './latency-card.tsx'
import { homeMessages } from './messages.ts'
import { type Part, partsOf } from './parts.ts'
import { QueueCard } from './queue-card.tsx'
import { RunsCard } from './runs-card.tsx'
import { SpotCard } from './spot-card.tsx'
import { useAuditVerdict } from './use-audit-verdict.ts'

function useParts(): readonly Part[] {
  return partsOf({
    status: useLiveStatus(),
    now: useNow(),
    slo: useLive('slo'),
    jobs: useLive('jobs'),
    verdict: useAuditVerdict(),
    spot: useLive('spot'),
  })
}

function Lead({ parts }: { readonly parts: readonly Part[] }): JSX.Element {
  const messages = useMessages(homeMessages)
  const count = parts.filter(({ tone }) => tone === 'bad' || tone === 'warn').length
  if (count > 0) return <>{messages.attention(count)}</>
  return <>{parts.some(({ text }) => text === 'waiting') ? messages.waiting : messages.allWell}</>
}

function Actions(): JSX.Element {
  const messages = useMessages(homeMessages)
  const grafanaUrl = useSession()?.grafanaUrl ?? null
  return (
    <>
      {grafanaUrl !== null && (
        <a class="button" href={grafanaUrl} target="_blank" rel="noreferrer">
          {messages.grafana}
          <Icon name="outside" />
        </a>
      )}
      <a class="button home-start" href={addressOf('backtest')}>
        {messages.startNew}
      </a>
    </>
  )
}

/** The state of the desk at a glance. */
export default function View(): JSX.Element {
  const messages = useMessages(homeMessages)
  const parts = useParts()
  return (
    <Page title={messages.title} lead={<Lead parts={parts} />} actions={<Actions />}>
      <div class="home">
        <div class="home-main">
          <section class="home-latencies" aria-label={messages.latency}>
            <LatencyCard kind="start" />
            <LatencyCard kind="queueWait" />
            <LatencyCard kind="run" />
          </section>
          <div class="home-middle">
            <QueueCard />
            <BudgetCard />
          </div>
          <RunsCard />
        </div>
        <div class="home-side">
          <SpotCard />
          <HealthCard parts={parts} />
        </div>
      </div>
    </Page>
  )
}
