import type { JSX } from 'preact'
import { useMessages } from '../../../i18n/use-messages.ts'
import { addressOf } from '../../../state/location.ts'
import { useQuery, useRouter } from '../../../state/router.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { AccountCard } from './account-card.tsx'
import { Assumptions } from './assumptions.tsx'
import { EquityCard } from './equity-card.tsx'
import { Headline } from './headline.tsx'
import { resultMessages } from './messages.ts'
import { PathCard } from './path-card.tsx'
import { type HeadProps, ResultHead } from './result-head.tsx'
import { RunCharts } from './run-charts.tsx'
import { StatisticsTab } from './statistics-tab.tsx'
import { TradesTable } from './trades-table.tsx'

const TABS = ['overview', 'candles', 'trades', 'statistics', 'assumptions'] as const
type TabName = (typeof TABS)[number]

/** The tab stands in the address, so that a link leads to it. */
function useTab(id: string): readonly [TabName, (tab: string) => void] {
  const router = useRouter()
  const wanted = useQuery('tab')
  const tab = TABS.find((name) => name === wanted) ?? 'overview'
  const choose = (next: string): void => {
    router.replace(addressOf('backtest', next === 'overview' ? { run: id } : { run: id, tab: next }))
  }
  return [tab, choose]
}

function Overview({ run, result }: HeadProps): JSX.Element {
  return (
    <>
      <Headline result={result} run={run} />
      <EquityCard result={result} />
      <div class="pair">
        <AccountCard result={result} />
        <PathCard result={result} />
      </div>
    </>
  )
}

function Part({ tab, ...props }: HeadProps & { readonly tab: TabName }): JSX.Element {
  const { id, run, result } = props
  switch (tab) {
    case 'overview':
      return <Overview {...props} />
    case 'candles':
      return <RunCharts result={result} datasets={run.datasets} />
    case 'trades':
      return <TradesTable result={result} />
    case 'statistics':
      return <StatisticsTab id={id} result={result} />
    case 'assumptions':
      return <Assumptions result={result} />
  }
}

/** Everything there is to see of a finished run. */
export function ResultView(props: HeadProps): JSX.Element {
  const messages = useMessages(resultMessages)
  const { id, result } = props
  const [tab, choose] = useTab(id)
  return (
    <article class="result">
      <ResultHead {...props} />
      {result.isEarlier && <Notice title={messages.earlierTitle}>{messages.earlierText}</Notice>}
      <Tabs
        label={messages.tabs}
        tabs={TABS.map((name) => ({ id: name, label: messages[name] }))}
        chosen={tab}
        onChoose={choose}
      >
        <div class="result-part">
          <Part tab={tab} {...props} />
        </div>
      </Tabs>
    </article>
  )
}
