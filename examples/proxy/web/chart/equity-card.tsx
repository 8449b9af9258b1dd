import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import { NOTHING } from '../format/number.ts'
import { useFigures } from '../format/use-figures.ts'
import { useWords } from '../i18n/use-words.ts'
import { writeStatistic } from '../result/statistic-words.ts'
import { resultWords } from '../result/words.ts'
import { ChartButtons } from './chart-buttons.tsx'
import { ReadOut } from './read-out.tsx'
import { useRunChart } from './use-run-chart.ts'
import { chartWords } from './words.ts'

/** Equity and drawdown over the whole run. */
export function EquityCard({ result }: { readonly result: RunResult }): JSX.Element {
  const words = useWords(chartWords)
  const { equityTitle } = useWords(resultWords)
  const figures = useFigures()
  const { host, chart, hovered } = useRunChart(result, null, result.manifest.symbol, true)
  const write = (name: string): string => writeStatistic(result, name, figures) ?? NOTHING
  return (
    <section class="card" aria-label={equityTitle}>
      <header class="card-head">
        <h2>{equityTitle}</h2>
        <ChartButtons chart={chart} />
      </header>
      <ReadOut result={result} candles={null} time={hovered} />
      <div
        ref={host}
        class="chart chart-short"
        role="img"
        aria-label={words.describeEquity(write('returnPct'), write('maxDrawdownPct'))}
        data-drawn={chart !== null}
      />
    </section>
  )
}
