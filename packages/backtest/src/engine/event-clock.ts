import type { CandleSeries } from '../candles/series.ts'
import { BacktestError } from '../errors.ts'

/**
 * Steps through the times of several series, oldest first: the union of their times, each once.
 *
 * A step allocates nothing; what it found stands in the fields, which are to be read only.
 */
export class EventClock {
  /** Open time of the candles at the present step; `NaN` before the first. */
  time: number = Number.NaN
  /** Numbers of the series that have a candle at {@link time}, ascending: the first {@link dueCount} entries. */
  readonly due: Int32Array
  dueCount = 0
  /** For each series the index of its last candle up to {@link time}, −1 before its first. */
  readonly indices: Int32Array
  readonly #columns: readonly Float64Array[]
  /** For each series the time of the candle after that one, infinite after its last. */
  readonly #next: Float64Array

  /**
   * @throws BacktestError `invalid_options` without a series, for two of one symbol, and for series of different intervals.
   */
  constructor(series: readonly CandleSeries[]) {
    checkSeries(series)
    this.#columns = series.map(({ time }) => time)
    this.#next = Float64Array.from(series, ({ time }) => time[0]!)
    this.due = new Int32Array(series.length)
    this.indices = new Int32Array(series.length).fill(-1)
  }

  /** Goes to the next time. Returns false, and changes nothing, once there is none. */
  advance(): boolean {
    const next = this.#next
    const present = this.due
    let time = Number.POSITIVE_INFINITY
    let count = 0
    for (let series = 0; series < next.length; series++) {
      const candidate = next[series]!
      if (candidate > time) continue
      if (candidate < time) count = 0
      time = candidate
      present[count++] = series
    }
    if (time === Number.POSITIVE_INFINITY) return this.#stay()
    this.time = time
    this.dueCount = count
    for (let at = 0; at < count; at++) this.#step(present[at]!)
    return true
  }

  #step(series: number): void {
    const column = this.#columns[series]!
    const index = this.indices[series]! + 1
    this.indices[series] = index
    this.#next[series] = index + 1 < column.length ? column[index + 1]! : Number.POSITIVE_INFINITY
  }

  /** The search ran over {@link due}; puts back what belongs to the last time. */
  #stay(): false {
    let count = 0
    for (let series = 0; series < this.#columns.length; series++) {
      if (this.#columns[series]![this.indices[series]!] === this.time) this.due[count++] = series
    }
    return false
  }
}

/** The union of the series' times, ascending: one series' own column, not a copy, where there is but one. */
export function mergedTimes(series: readonly CandleSeries[]): Float64Array {
  const [first, ...others] = series
  if (first !== undefined && others.length === 0) return first.time
  let length = 0
  for (const clock = new EventClock(series); clock.advance(); ) length++
  const times = new Float64Array(length)
  const clock = new EventClock(series)
  for (let step = 0; clock.advance(); step++) times[step] = clock.time
  return times
}

function checkSeries(series: readonly CandleSeries[]): void {
  const [first] = series
  if (first === undefined) throw invalid('candles must hold at least one series, received none', 'candles')
  const symbols = new Map<string, number>()
  series.forEach(({ symbol, interval, intervalMs }, index) => {
    const before = symbols.get(symbol)
    if (before !== undefined) {
      throw invalid(
        `candles[${index}] and candles[${before}] are both of ${symbol}; each series needs a symbol of its own`,
        `candles[${index}].symbol`,
      )
    }
    symbols.set(symbol, index)
    if (intervalMs !== first.intervalMs) {
      throw invalid(
        `all series must have one interval, but ${first.symbol} has ${first.interval} and ${symbol} has ${interval}`,
        `candles[${index}].interval`,
      )
    }
  })
}

function invalid(message: string, field: string): BacktestError {
  return new BacktestError('invalid_options', message, { field })
}
