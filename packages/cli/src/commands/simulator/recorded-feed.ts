import type { CandleSeries } from '@tezgah/backtest'
import { DEFAULT_PAIRS, type FeedCandle, type FeedOptions } from '@tezgah/simulator'
import { loadCandles } from '../../candles/load-candles.ts'
import { UsageError } from '../../exit.ts'

/** Each candle is walked in four steps that are held in memory. */
const MAX_CANDLES = 500_000

export type RecordedFeed = {
  readonly feed: Extract<FeedOptions, { readonly type: 'candles' }>
  /** Open time of the first candle, and the end of the last; epoch milliseconds. */
  readonly begins: number
  readonly ends: number
}

/**
 * Reads the files of `--candles` as what moves the prices. The first `--symbol` is that of the first file, and so on.
 *
 * @throws UsageError where a file cannot be read, or the files do not fit together or the simulator's pairs
 */
export function readRecordedFeed(cwd: string, files: readonly string[], symbols: readonly string[] = []): RecordedFeed {
  if (symbols.length > files.length) {
    throw new UsageError(`--symbol: given ${symbols.length} times, once for each of ${files.length} --candles at most`)
  }
  const unbounded = { cwd, interval: undefined, from: undefined, to: undefined }
  const all = files.map((given, index) => loadCandles({ ...unbounded, given, symbol: symbols[index] }).series)
  const count = all.reduce((sum, { length }) => sum + length, 0)
  if (count > MAX_CANDLES) {
    throw new UsageError(`--candles: ${count} candles in all, at most ${MAX_CANDLES} are played; split the files`)
  }
  const intervals = [...new Set(all.map(({ interval }) => interval))]
  if (intervals.length > 1) {
    throw new UsageError(`--candles: all files must have one interval, received ${intervals.join(', ')}`)
  }
  checkSymbols(all.map(({ symbol }) => symbol))
  const { intervalMs } = all[0]!
  const series = Object.fromEntries(all.map((one) => [one.symbol, candlesOf(one)]))
  return {
    feed: { type: 'candles', intervalMs, series },
    begins: Math.min(...all.map(({ time }) => time[0]!)),
    ends: Math.max(...all.map(({ time }) => time.at(-1)!)) + intervalMs,
  }
}

function checkSymbols(symbols: readonly string[]): void {
  const known = DEFAULT_PAIRS.map(({ base, quote }) => `${base}${quote}`)
  const stranger = symbols.find((symbol) => !known.includes(symbol))
  if (stranger !== undefined) {
    throw new UsageError(`--symbol: the simulator has ${known.join(', ')}, received ${JSON.stringify(stranger)}`)
  }
  const twice = symbols.find((symbol, index) => symbols.indexOf(symbol) !== index)
  if (twice !== undefined) throw new UsageError(`--candles: once for each symbol, received ${twice} twice`)
}

function candlesOf({ length, time, open, high, low, close, volume }: CandleSeries): readonly FeedCandle[] {
  return Array.from({ length }, (_, row) => ({
    time: time[row]!,
    open: open[row]!,
    high: high[row]!,
    low: low[row]!,
    close: close[row]!,
    volume: volume[row]!,
  }))
}
