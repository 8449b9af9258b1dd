import type { JSX } from 'preact'
import type { Candles } from '../api/catalogue.ts'
import type { RunResult } from '../api/result.ts'
import { formatMoney, formatPercent, NOTHING } from '../format/number.ts'
import { formatTime, hasTimeOfDay } from '../format/time.ts'
import { indexAt } from './index-at.ts'

function Value({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <span>
      <span class="quiet">{label}</span> {text}
    </span>
  )
}

function CandleValues({ candles, time }: { readonly candles: Candles; readonly time: number }): JSX.Element {
  const index = indexAt(candles.time, time)
  const value = (column: readonly number[]): string => (index < 0 ? NOTHING : formatMoney(column[index] ?? 0))
  return (
    <>
      <Value label="Open" text={value(candles.open)} />
      <Value label="High" text={value(candles.high)} />
      <Value label="Low" text={value(candles.low)} />
      <Value label="Close" text={value(candles.close)} />
    </>
  )
}

/** The values under the pointer, or those of the last candle when it is elsewhere. */
export function ReadOut(props: {
  readonly result: RunResult
  readonly candles: Candles | null
  readonly time: number | null
}): JSX.Element {
  const { equity, manifest } = props.result
  const time = props.time ?? equity.time.at(-1) ?? 0
  const index = indexAt(equity.time, time)
  return (
    <p class="read-out">
      <span>{formatTime(time, hasTimeOfDay(manifest.interval))}</span>
      {props.candles !== null && <CandleValues candles={props.candles} time={time} />}
      <Value label="Equity" text={formatMoney(equity.equity[index] ?? 0)} />
      <Value label="Drawdown" text={formatPercent(100 * (equity.drawdown[index] ?? 0))} />
    </p>
  )
}
