import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { RunResult } from '../../../api/result-formats.ts'
import { Legend } from '../../../charts/legend.tsx'
import { chartMessages } from '../../../charts/messages.ts'
import { segmentAt } from '../../../charts/segment.ts'
import { useRunChart } from '../../../charts/use-run-chart.ts'
import { ZoomButtons } from '../../../charts/zoom-buttons.tsx'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { writeStatistic } from './statistic-names.ts'
import { useCandles } from './use-candles.ts'

type Props = {
  readonly result: RunResult
  /** Where the candles of each symbol came from, in the order of the symbols. */
  readonly datasets: readonly string[]
}

function SymbolChoice(props: {
  readonly symbols: readonly string[]
  readonly chosen: string
  readonly onChoose: (symbol: string) => void
}): JSX.Element | null {
  const messages = useMessages(chartMessages)
  if (props.symbols.length < 2) return null
  return (
    <select
      class="chart-symbol"
      aria-label={messages.symbol}
      value={props.chosen}
      onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
    >
      {props.symbols.map((symbol) => (
        <option key={symbol}>{symbol}</option>
      ))}
    </select>
  )
}

/** Steps through a run that has more candles than one chart takes. */
function SegmentPager(props: {
  readonly count: number
  readonly number: number
  readonly onNumber: (number: number) => void
}): JSX.Element | null {
  const messages = useMessages(chartMessages)
  const figures = useFigures()
  const { count, number, onNumber } = props
  const { segment, segments } = segmentAt(count, number)
  if (segments === 1) return null
  return (
    <nav class="pager" aria-label={messages.part}>
      <button type="button" disabled={number === 0} aria-label={messages.earlier} onClick={() => onNumber(number - 1)}>
        ←
      </button>
      <span>{messages.partOf(figures.count(segment.from + 1), figures.count(segment.to), figures.count(count))}</span>
      <button
        type="button"
        disabled={number === segments - 1}
        aria-label={messages.later}
        onClick={() => onNumber(number + 1)}
      >
        →
      </button>
    </nav>
  )
}

/** Candles with fills, equity and drawdown over one time axis. */
export function RunCharts({ result, datasets }: Props): JSX.Element {
  const messages = useMessages(chartMessages)
  const figures = useFigures()
  const { manifest, equity } = result
  const [symbol, setSymbol] = useState(manifest.symbol)
  const [number, setNumber] = useState(0)
  const { segment } = segmentAt(equity.time.length, number)
  const state = useCandles(datasets[manifest.symbols.indexOf(symbol)] ?? null, equity, segment)
  const candles = state.phase === 'ready' ? state.candles : null
  const { host, chart, hovered } = useRunChart(result, candles, symbol, state.phase !== 'loading')
  const write = (name: string): string => writeStatistic(result, name, figures) ?? NOTHING
  const fills = figures.count(result.fills.length)
  return (
    <section class="card" aria-label={messages.title}>
      <header class="card-head">
        <h2>{messages.title}</h2>
        <SymbolChoice symbols={manifest.symbols} chosen={symbol} onChoose={setSymbol} />
        <p class="chart-key">
          <span data-key="buy">{messages.buy}</span>
          <span data-key="sell">{messages.sell}</span>
        </p>
        <ZoomButtons chart={chart} />
      </header>
      {state.phase === 'loading' ? (
        <p class="read-out quiet">
          {messages.loading(figures.count(state.count), figures.count(segment.to - segment.from))}
        </p>
      ) : (
        <Legend result={result} candles={candles} time={hovered} />
      )}
      <div
        ref={host}
        class="chart"
        role="img"
        aria-label={messages.describe(fills, write('returnPct'), write('maxDrawdownPct'))}
        data-drawn={chart !== null}
      />
      {state.phase === 'missing' && <p class="quiet">{messages.without(state.why ?? messages.noDataset)}</p>}
      <SegmentPager count={equity.time.length} number={number} onNumber={setNumber} />
    </section>
  )
}
