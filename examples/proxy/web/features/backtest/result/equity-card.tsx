import type { JSX } from 'preact'
import type { RunResult } from '../../../api/result-formats.ts'
import { Legend } from '../../../charts/legend.tsx'
import { chartMessages } from '../../../charts/messages.ts'
import { useRunChart } from '../../../charts/use-run-chart.ts'
import { ZoomButtons } from '../../../charts/zoom-buttons.tsx'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { resultMessages } from './messages.ts'
import { writeStatistic } from './statistic-names.ts'

/** Equity and drawdown over the whole run. */
export function EquityCard({ result }: { readonly result: RunResult }): JSX.Element {
  const messages = useMessages(chartMessages)
  const { equityTitle } = useMessages(resultMessages)
  const figures = useFigures()
  const { host, chart, hovered } = useRunChart(result, null, result.manifest.symbol, true)
  const write = (name: string): string => writeStatistic(result, name, figures) ?? NOTHING
  return (
    <section class="card" aria-label={equityTitle}>
      <header class="card-head">
        <h2>{equityTitle}</h2>
        <ZoomButtons chart={chart} />
      </header>
      <Legend result={result} candles={null} time={hovered} />
      <div
        ref={host}
        class="chart chart-short"
        role="img"
        aria-label={messages.describeEquity(write('returnPct'), write('maxDrawdownPct'))}
        data-drawn={chart !== null}
      />
    </section>
  )
}
