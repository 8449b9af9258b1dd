import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { RunResult } from '../api/result.ts'
import { NOTHING } from '../format/number.ts'
import { useFigures } from '../format/use-figures.ts'
import { useWords } from '../i18n/use-words.ts'
import { writeStatistic } from '../result/statistic-words.ts'
import { ChartButtons } from './chart-buttons.tsx'
import { ReadOut } from './read-out.tsx'
import { segmentAt } from './segment.ts'
import { useCandles } from './use-candles.ts'
import { useRunChart } from './use-run-chart.ts'
import { chartWords } from './words.ts'

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
  const words = useWords(chartWords)
  if (props.symbols.length < 2) return null
  return (
    <select
      class="chart-symbol"
      aria-label={words.symbol}
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
  const words = useWords(chartWords)
  const figures = useFigures()
  const { count, number, onNumber } = props
  const { segment, segments } = segmentAt(count, number)
  if (segments === 1) return null
  return (
    <nav class="pager" aria-label={words.part}>
      <button type="button" disabled={number === 0} aria-label={words.earlier} onClick={() => onNumber(number - 1)}>
        ←
      </button>
      <span>{words.partOf(figures.count(segment.from + 1), figures.count(segment.to), figures.count(count))}</span>
      <button
        type="button"
        disabled={number === segments - 1}
        aria-label={words.later}
        onClick={() => onNumber(number + 1)}
      >
        →
      </button>
    </nav>
  )
}

/** Candles with fills, equity and drawdown over one time axis. */
export function RunCharts({ result, datasets }: Props): JSX.Element {
  const words = useWords(chartWords)
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
    <section class="card" aria-label={words.title}>
      <header class="card-head">
        <h2>{words.title}</h2>
        <SymbolChoice symbols={manifest.symbols} chosen={symbol} onChoose={setSymbol} />
        <p class="chart-key">
          <span data-key="buy">{words.buy}</span>
          <span data-key="sell">{words.sell}</span>
        </p>
        <ChartButtons chart={chart} />
      </header>
      {state.phase === 'loading' ? (
        <p class="read-out quiet">
          {words.loading(figures.count(state.count), figures.count(segment.to - segment.from))}
        </p>
      ) : (
        <ReadOut result={result} candles={candles} time={hovered} />
      )}
      <div
        ref={host}
        class="chart"
        role="img"
        aria-label={words.describe(fills, write('returnPct'), write('maxDrawdownPct'))}
        data-drawn={chart !== null}
      />
      {state.phase === 'missing' && <p class="quiet">{words.without(state.why ?? words.noDataset)}</p>}
      <SegmentPager count={equity.time.length} number={number} onNumber={setNumber} />
    </section>
  )
}
