import type { JSX } from 'preact'
import type { RunResult } from '../api/result.ts'
import type { Run } from '../api/run.ts'
import { formatCompact, NOTHING } from '../format/number.ts'
import { formatDuration } from '../format/time.ts'
import { writeStatistic } from './statistic-words.ts'

function toneOf(result: RunResult, name: string): string {
  const value = result.statistics.values[name]
  if (typeof value !== 'number' || value === 0) return 'even'
  return value > 0 ? 'gain' : 'loss'
}

function Figure(props: {
  readonly label: string
  readonly value: string | null
  readonly note?: string | undefined
  readonly tone?: string
}): JSX.Element {
  return (
    <div class="figure">
      <dt>{props.label}</dt>
      <dd data-tone={props.tone ?? 'even'}>{props.value ?? NOTHING}</dd>
      <dd class="quiet">{props.note ?? ''}</dd>
    </div>
  )
}

/** Time in the worker, with the speed that it means. */
function runTime({ manifest }: RunResult, { runMs }: Run): { readonly value: string | null; readonly note: string } {
  if (runMs === null) return { value: null, note: '' }
  const speed = (manifest.candleCount / Math.max(1, runMs)) * 1_000
  return { value: formatDuration(runMs), note: `${formatCompact(speed)} candles/s` }
}

/** The six figures to look at first. */
export function Headline({ result, run }: { readonly result: RunResult; readonly run: Run }): JSX.Element {
  const write = (name: string): string | null => writeStatistic(result, name)
  const took = runTime(result, run)
  return (
    <dl class="card figures">
      <Figure
        label="Return"
        value={write('returnPct')}
        note={`${write('cagrPct') ?? NOTHING} a year`}
        tone={toneOf(result, 'returnPct')}
      />
      <Figure label="Buy and hold" value={write('buyAndHoldReturnPct')} note="over the same time" />
      <Figure label="Maximum drawdown" value={write('maxDrawdownPct')} note={write('maxDrawdownDurationMs') ?? ''} />
      <Figure
        label="Sharpe"
        value={write('sharpe')}
        note={
          result.statistics.notes['sharpe'] ?? `a year, risk-free ${result.manifest.assumptions['riskFreeRate'] ?? 0}`
        }
      />
      <Figure label="Trades" value={write('tradeCount')} note={`${write('winRatePct') ?? NOTHING} won`} />
      <Figure label="Run time" value={took.value} note={took.note} />
    </dl>
  )
}

const LABELS = ['Return', 'Buy and hold', 'Maximum drawdown', 'Sharpe', 'Trades', 'Run time']

/** The same figures without their values, to hold their places. */
export function HeadlineSkeleton(): JSX.Element {
  return (
    <dl class="card figures">
      {LABELS.map((label) => (
        <Figure key={label} label={label} value={null} />
      ))}
    </dl>
  )
}
