import type { JSX } from 'preact'
import type { Dataset } from '../api/catalogue.ts'
import { type Api, resultPath } from '../api/client.ts'
import type { RunResult } from '../api/result.ts'
import type { Run } from '../api/run.ts'
import { RunCharts } from '../chart/run-charts.tsx'
import { SyntheticBadge } from '../form/dataset-facts.tsx'
import { formatCount } from '../format/number.ts'
import { formatTime } from '../format/time.ts'
import { Notice } from '../ui/notice.tsx'
import { AccountCard } from './account-card.tsx'
import { Assumptions } from './assumptions.tsx'
import { CopyLink } from './copy-link.tsx'
import { Headline } from './headline.tsx'
import { PathCard } from './path-card.tsx'
import { StatisticsTable } from './statistics-table.tsx'
import { TradesTable } from './trades-table.tsx'

type Props = {
  readonly api: Api
  readonly id: string
  readonly run: Run
  readonly result: RunResult
  /** Where the candles came from, once the list of datasets is known. */
  readonly dataset: Dataset | undefined
}

function nameOf({ symbol, symbols }: RunResult['manifest'], dataset: Dataset | undefined): string {
  return symbols.length === 1 ? (dataset?.title ?? symbol) : symbols.join(', ')
}

/** Everything there is to see of a finished run. */
export function ResultView({ api, id, run, result, dataset }: Props): JSX.Element {
  const { manifest } = result
  const period = `${formatTime(manifest.from, false)} to ${formatTime(manifest.to, false)}`
  return (
    <article class="result">
      <header class="result-head">
        <div>
          <h2>
            {manifest.strategy} on {nameOf(manifest, dataset)} {dataset?.synthetic && <SyntheticBadge />}
          </h2>
          <p class="quiet">
            {formatCount(manifest.candleCount)} candles of {manifest.interval} · {period}
          </p>
        </div>
        <div class="actions">
          <CopyLink key={id} />
          <a class="button" href={resultPath(id)} download={`tezgah-${id}.json`}>
            Download JSON
          </a>
        </div>
      </header>
      {result.isEarlier && (
        <Notice title="A result of an earlier format">
          It is shown with what it holds. Run it again for excursions, tags and what hangs on the path.
        </Notice>
      )}
      <Headline result={result} run={run} />
      <RunCharts key={id} api={api} result={result} datasetId={run.dataset} />
      <TradesTable key={id} result={result} />
      <div class="pair">
        <StatisticsTable result={result} />
        <div class="stack">
          <AccountCard result={result} />
          <PathCard result={result} />
        </div>
      </div>
      <Assumptions result={result} />
    </article>
  )
}
