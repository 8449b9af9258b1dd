import { type Drawdown, drawdownsOf } from '../drawdowns.ts'
import type { Metric, MetricInput } from '../metric-input.ts'
import { available, type MetricValue, missing } from '../metrics.ts'
import type { EquityScan } from '../scan.ts'

const NO_CANDLE = 'there are no candles'
export const NO_DRAWDOWN = 'equity was never below its peak'

/** A figure of the drawdowns of equity at every candle; `whenNone` is its value, or the reason, where there is no drawdown. */
export function ofDrawdowns(figure: (drawdowns: readonly Drawdown[]) => number, whenNone: number | string): Metric {
  return (source) => figureOf(source, source.drawdowns, figure, whenNone)
}

/** The same of the marks that the convention samples, the first of them being the first peak. */
export function ofSampledDrawdowns(
  figure: (drawdowns: readonly Drawdown[]) => number,
  whenNone: number | string,
): Metric {
  return (source) => figureOf(source, sampledDrawdowns(source), figure, whenNone)
}

export function sampledDrawdowns(source: MetricInput): readonly Drawdown[] {
  return drawdownsOf(source.series.marks, source.sampled(source.input.time), null)
}

function figureOf(
  { input }: MetricInput,
  drawdowns: readonly Drawdown[],
  figure: (drawdowns: readonly Drawdown[]) => number,
  whenNone: number | string,
): MetricValue {
  if (input.time.length === 0) return missing(NO_CANDLE)
  if (drawdowns.length > 0) return available(figure(drawdowns))
  return typeof whenNone === 'number' ? available(whenNone) : missing(whenNone)
}

export function deepest(drawdowns: readonly Drawdown[]): number {
  return drawdowns.reduce((depth, drawdown) => Math.max(depth, drawdown.depth), 0)
}

export function meanDepth(drawdowns: readonly Drawdown[]): number {
  return drawdowns.reduce((sum, drawdown) => sum + drawdown.depth, 0) / drawdowns.length
}

/** A figure of the largest drawdown, which the pass over the equity finds. */
function ofScan(figure: (scan: EquityScan) => number): Metric {
  return ({ scan }) => (scan.candles === 0 ? missing(NO_CANDLE) : available(figure(scan)))
}

export const maxDrawdown: Metric = ofScan(({ drawdown }) => drawdown.maxFraction * 100)
export const averageDrawdown: Metric = ofDrawdowns((drawdowns) => meanDepth(drawdowns) * 100, NO_DRAWDOWN)
export const maxDuration: Metric = ofScan(({ drawdown }) => drawdown.maxDurationMs)
export const averageDuration: Metric = ofDrawdowns(
  (drawdowns) => sum(durations(drawdowns)) / drawdowns.length,
  NO_DRAWDOWN,
)
export const drawdownCount: Metric = ofDrawdowns((drawdowns) => drawdowns.length, 0)

/** How far the last mark is below its peak, in percent. */
export const currentDrawdown: Metric = (source) => {
  const { equity } = source
  if (equity.length === 0) return missing(NO_CANDLE)
  const peak = equity.reduce((highest, mark) => Math.max(highest, mark), source.firstPeak?.mark ?? equity[0]!)
  const last = equity[equity.length - 1]!
  return last < peak ? available(((peak - last) / peak) * 100) : available(0)
}

/**
 * √(mean of the squared drawdowns over all candles), in percent.
 *
 * @see Martin and McCann (1989), "The Investor's Guide to Fidelity Funds"
 */
export const ulcerIndex: Metric = (source) => {
  const { equity } = source
  if (equity.length === 0) return missing(NO_CANDLE)
  const squares = squaredDrawdowns(equity, source.firstPeak?.mark ?? equity[0]!)
  return available(Math.sqrt(squares / equity.length) * 100)
}

/** Sum of ((peak − mark) / peak)². */
export function squaredDrawdowns(marks: Float64Array, firstPeak: number): number {
  let peak = firstPeak
  let squares = 0
  for (const mark of marks) {
    if (mark >= peak) {
      peak = mark
    } else {
      const depth = (peak - mark) / peak
      squares += depth * depth
    }
  }
  return squares
}

function durations(drawdowns: readonly Drawdown[]): number[] {
  return drawdowns.map(({ durationMs }) => durationMs)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
