import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Api } from '../api/client.ts'
import type { RunResult } from '../api/result.ts'
import { writeStatistic } from '../result/statistic-words.ts'
import { onThemeChange } from '../shell/theme.ts'
import { ChartButtons } from './chart-buttons.tsx'
import { ReadOut } from './read-out.tsx'
import type { RunChart } from './run-chart.ts'
import { useCandles } from './use-candles.ts'

type Props = { readonly api: Api; readonly result: RunResult; readonly datasetId: string | null }

function describe(result: RunResult): string {
  const drawdown = writeStatistic(result, 'maxDrawdownPct') ?? 'unknown'
  return `Chart of price with ${result.fills.length} fills, equity and drawdown. Return ${writeStatistic(result, 'returnPct')}, maximum drawdown ${drawdown}. The tables below hold the same numbers.`
}

/** The charts of a run. Their code is fetched only now, so that the form is there first. */
export function RunCharts({ api, result, datasetId }: Props): JSX.Element {
  const { manifest } = result
  const host = useRef<HTMLDivElement>(null)
  const state = useCandles(api, datasetId, result.equity)
  const candles = state.phase === 'ready' ? state.candles : null
  const [hovered, setHovered] = useState<number | null>(null)
  const [chart, setChart] = useState<RunChart | null>(null)

  useEffect(() => {
    if (host.current === null || state.phase === 'loading') return
    const element = host.current
    let own: RunChart | null = null
    let left = false
    void import('./run-chart.ts').then(({ drawRunChart }) => {
      if (left) return
      own = drawRunChart(element, result, candles, setHovered)
      setChart(own)
    })
    const unlisten = onThemeChange(() => own?.recolor())
    return () => {
      left = true
      unlisten()
      own?.close()
    }
  }, [result, candles, state.phase])

  return (
    <section class="card" aria-label="Charts">
      <header class="card-head">
        <h2>{manifest.symbols.length === 1 ? 'Price' : `Price of ${manifest.symbol}`}, equity, drawdown</h2>
        <p class="chart-key">
          <span data-key="buy">Buy</span>
          <span data-key="sell">Sell</span>
        </p>
        <ChartButtons chart={chart} />
      </header>
      <ReadOut result={result} candles={candles} time={hovered} />
      <div ref={host} class="chart" role="img" aria-label={describe(result)} data-drawn={chart !== null} />
      {state.phase === 'missing' && <p class="quiet">Drawn without candles: {state.why}</p>}
      {candles?.truncated && <p class="quiet">Only the first {candles.time.length} candles are drawn.</p>}
    </section>
  )
}
