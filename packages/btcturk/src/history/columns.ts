/** Candles in columns of equal length, strictly ascending in time. */
export type CandleColumns = {
  /** Open times, whole milliseconds since the epoch, UTC. */
  readonly time: Float64Array
  /** Prices in quote currency, above zero; open and close lie within low to high. */
  readonly open: Float64Array
  readonly high: Float64Array
  readonly low: Float64Array
  readonly close: Float64Array
  /** Base units, not negative. */
  readonly volume: Float64Array
}

/** What the engine's `createSeries` takes. */
export type Candles = CandleColumns & { readonly symbol: string; readonly interval: string; readonly length: number }

export const COLUMN_NAMES = ['time', 'open', 'high', 'low', 'close', 'volume'] as const

/** The columns that `of` makes from the name of each. */
export function columnsBy(of: (name: (typeof COLUMN_NAMES)[number]) => Float64Array): CandleColumns {
  return {
    time: of('time'),
    open: of('open'),
    high: of('high'),
    low: of('low'),
    close: of('close'),
    volume: of('volume'),
  }
}

/** One after the other; the caller knows that they ascend. */
export function joinColumns(parts: readonly CandleColumns[]): CandleColumns {
  const length = parts.reduce((sum, { time }) => sum + time.length, 0)
  return columnsBy((name) => {
    const joined = new Float64Array(length)
    let at = 0
    for (const part of parts) {
      joined.set(part[name], at)
      at += part[name].length
    }
    return joined
  })
}

/** Views of the candles that open in `[from, to)`. */
export function sliceColumns(columns: CandleColumns, from: number, to: number): CandleColumns {
  const { time } = columns
  if (time.length === 0 || (time[0]! >= from && time[time.length - 1]! < to)) return columns
  const [start, end] = [countBefore(time, from), countBefore(time, to)]
  return columnsBy((name) => columns[name].subarray(start, end))
}

function countBefore(time: Float64Array, limit: number): number {
  let [low, high] = [0, time.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (time[middle]! < limit) low = middle + 1
    else high = middle
  }
  return low
}
