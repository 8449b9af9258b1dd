import type { JSX } from 'preact'
import type { CandleColumns } from '../api/all-candles.ts'
import type { RunResult } from '../api/result-formats.ts'
import { formatTime, hasTimeOfDay } from '../i18n/format.ts'
import { NOTHING } from '../i18n/numbers.ts'
import { useFigures, useMessages } from '../i18n/use-messages.ts'
import { indexAt } from './index-at.ts'
import { chartMessages } from './messages.ts'

function Value({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <span>
      <span class="quiet">{label}</span> {text}
    </span>
  )
}

function CandleValues({ candles, time }: { readonly candles: CandleColumns; readonly time: number }): JSX.Element {
  const messages = useMessages(chartMessages)
  const figures = useFigures()
  const index = indexAt(candles.time, time)
  const value = (column: readonly number[]): string => (index < 0 ? NOTHING : figures.money(column[index] ?? 0))
  return (
    <>
      <Value label={messages.open} text={value(candles.open)} />
      <Value label={messages.high} text={value(candles.high)} />
      <Value label={messages.low} text={value(candles.low)} />
      <Value label={messages.close} text={value(candles.close)} />
    </>
  )
}

/** The values under the pointer, or those of the last candle when it is elsewhere. */
export function Legend(props: {
  readonly result: RunResult
  readonly candles: CandleColumns | null
  readonly time: number | null
}): JSX.Element {
  const messages = useMessages(chartMessages)
  const figures = useFigures()
  const { equity, manifest } = props.result
  const time = props.time ?? props.candles?.time.at(-1) ?? equity.time.at(-1) ?? 0
  const index = indexAt(equity.time, time)
  return (
    <p class="read-out">
      <span>{formatTime(time, hasTimeOfDay(manifest.interval))}</span>
      {props.candles !== null && <CandleValues candles={props.candles} time={time} />}
      <Value label={messages.equity} text={figures.money(equity.equity[index] ?? 0)} />
      <Value label={messages.drawdown} text={figures.percent(100 * (equity.drawdown[index] ?? 0))} />
    </p>
  )
}
