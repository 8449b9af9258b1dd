import './home.css'
import type { JSX } from 'preact'
import { useNow } from '../clock/use-now.ts'
import { useWords } from '../i18n/use-words.ts'
import { useLive, useLiveStatus } from '../live/use-live.ts'
import { addressOf } from '../router/place.ts'
import { useSession } from '../session/use-session.ts'
import { Icon } from '../ui/icon.tsx'
import { Page } from '../ui/page.tsx'
import { BudgetCard } from './budget-card.tsx'
import { HealthCard } from './health-card.tsx'
import { LatencyCard } from './latency-card.tsx'
import { type Part, partsOf } from './parts.ts'
import { QueueCard } from './queue-card.tsx'
import { RunsCard } from './runs-card.tsx'
import { SpotCard } from './spot-card.tsx'
import { useAuditVerdict } from './use-audit-verdict.ts'
import { homeWords } from './words.ts'

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
  const words = useWords(homeWords)
  const count = parts.filter(({ tone }) => tone === 'bad' || tone === 'warn').length
  if (count > 0) return <>{words.attention(count)}</>
  return <>{parts.some(({ says }) => says === 'waiting') ? words.waiting : words.allWell}</>
}

function Actions(): JSX.Element {
  const words = useWords(homeWords)
  const grafanaUrl = useSession()?.grafanaUrl ?? null
  return (
    <>
      {grafanaUrl !== null && (
        <a class="button" href={grafanaUrl} target="_blank" rel="noreferrer">
          {words.grafana}
          <Icon name="outside" />
        </a>
      )}
      <a class="button home-start" href={addressOf('backtest')}>
        {words.startNew}
      </a>
    </>
  )
}

/** The state of the desk at a glance. */
export default function View(): JSX.Element {
  const words = useWords(homeWords)
  const parts = useParts()
  return (
    <Page title={words.title} lead={<Lead parts={parts} />} actions={<Actions />}>
      <div class="home">
        <div class="home-main">
          <section class="home-latencies" aria-label={words.latency}>
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
