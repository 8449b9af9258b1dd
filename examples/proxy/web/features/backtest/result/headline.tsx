import type { JSX } from 'preact'
import type { Job } from '../../../api/documents.ts'
import type { RunResult } from '../../../api/result-formats.ts'
import { NOTHING } from '../../../i18n/numbers.ts'
import { useFigures, useMessages } from '../../../i18n/use-messages.ts'
import { resultMessages } from './messages.ts'
import { writeStatistic } from './statistic-names.ts'

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

/** The six figures to look at first. */
export function Headline({ result, run }: { readonly result: RunResult; readonly run: Job }): JSX.Element {
  const messages = useMessages(resultMessages)
  const figures = useFigures()
  const { manifest, statistics } = result
  const write = (name: string): string | null => writeStatistic(result, name, figures)
  const riskFree = figures.percent(100 * Number(manifest.assumptions['riskFreeRate'] ?? 0))
  // Time in the worker, with the speed that it means.
  const speed = run.runMs === null ? null : (manifest.candleCount / Math.max(1, run.runMs)) * 1_000
  const labels = messages.figures
  return (
    <dl class="card figures">
      <Figure
        label={labels.return}
        value={write('returnPct')}
        note={messages.aYear(write('cagrPct') ?? NOTHING)}
        tone={toneOf(result, 'returnPct')}
      />
      <Figure label={labels.buyAndHold} value={write('buyAndHoldReturnPct')} note={messages.sameTime} />
      <Figure
        label={labels.maxDrawdown}
        value={write('maxDrawdownPct')}
        note={write('maxDrawdownDurationMs') ?? undefined}
      />
      <Figure
        label={labels.sharpe}
        value={write('sharpe')}
        note={statistics.notes['sharpe'] ?? messages.riskFree(riskFree)}
      />
      <Figure label={labels.trades} value={write('tradeCount')} note={messages.won(write('winRatePct') ?? NOTHING)} />
      <Figure
        label={labels.runTime}
        value={run.runMs === null ? null : figures.duration(run.runMs)}
        note={speed === null ? undefined : messages.speed(figures.compact(speed))}
      />
    </dl>
  )
}

/** The same figures without their values, to hold their places. */
export function HeadlineSkeleton(): JSX.Element {
  const labels = useMessages(resultMessages).figures
  return (
    <dl class="card figures">
      {Object.values(labels).map((label) => (
        <Figure key={label} label={label} value={null} />
      ))}
    </dl>
  )
}
