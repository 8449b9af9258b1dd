import { closeTimeOf } from '../../candles/close-time.ts'
import type { CandleSeries } from '../../candles/series.ts'
import { EquityRecorder } from '../../engine/equity-recorder.ts'
import type { RunCandles } from '../decisions.ts'

/** How much of a series is known at one close of the run; each a number of candles from its first. */
export type Known = {
  /** Closed by then: known as a whole. */
  readonly closed: number
  /** Opened before then: those that are under way have an open, and nothing else. */
  readonly opened: number
  /** Whose open time may not be cut off, as it says when the candle before closes. */
  readonly timed: number
}

/** The closes of a run, at each of which a strategy decides. */
export type Closes = {
  readonly length: number
  /** As the times of decisions. */
  readonly time: Float64Array
  readonly series: readonly CandleSeries[]
  /** Of each series, what is known at a close. */
  known(index: number): readonly Known[]
}

export function closesOf(candles: RunCandles): Closes {
  const series = seriesOf(candles)
  if (series.length === 1) {
    const known = (index: number) => [{ closed: index + 1, opened: index + 1, timed: index + 1 }]
    const { length, time } = series[0]!
    return { length, time, series, known }
  }
  const instants = new EquityRecorder(series)
  const { time } = instants
  const known = (index: number) => series.map((each) => knownAt(each, instants.closeAt(index)))
  return { length: time.length, time, series, known }
}

/** Series as a run takes them: alone where `like` is one. */
export function runCandlesOf<Candles extends RunCandles>(series: readonly CandleSeries[], like: Candles): Candles {
  return ('symbol' in like ? series[0] : series) as Candles
}

function seriesOf(candles: RunCandles): readonly CandleSeries[] {
  return 'symbol' in candles ? [candles] : candles
}

function knownAt(series: CandleSeries, instant: number): Known {
  const opened = countBefore(series, instant)
  const isOpening = opened < series.length && series.time[opened] === instant
  const isUnderWay = opened > 0 && closeTimeOf(series, opened - 1) > instant
  // A series is never cut to nothing: a run needs a candle of each symbol, of which none but the time is known.
  return { closed: isUnderWay ? opened - 1 : opened, opened, timed: Math.max(1, isOpening ? opened + 1 : opened) }
}

/** Candles that open before `instant`. */
function countBefore({ time, length }: CandleSeries, instant: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle]! < instant) low = middle + 1
    else high = middle
  }
  return low
}
