import type { CandleSeries } from '@tezgah/backtest'
import { loadCandles } from '../../candles/load-candles.ts'
import { UsageError } from '../../exit.ts'
import type { BacktestFlags } from './flags.ts'

/** All candles of a run. */
export type RunCandles = {
  /** One series of each symbol, in the order of the files. */
  readonly candles: readonly CandleSeries[]
  readonly detail: readonly CandleSeries[]
  readonly benchmark: CandleSeries | null
  /** True where the manifest of any file says that its prices never were on a market. */
  readonly synthetic: boolean
  /** Files whose manifest says that their download lacks candles. */
  readonly downloads: readonly { readonly file: string; readonly missing: number }[]
}

/**
 * Reads the files that `--candles`, `--detail` and `--benchmark` name. The first `--symbol` is that of the first file, and so on.
 *
 * @throws UsageError if a file cannot be read as candles, or there are more symbols than files
 */
export function loadSeries(cwd: string, flags: BacktestFlags): RunCandles {
  const { candles: files, detail: finerFiles = [], symbol: symbols = [], interval, from, to } = flags
  if (symbols.length > files.length) {
    throw new UsageError(`--symbol: given ${symbols.length} times, once for each of ${files.length} --candles at most`)
  }
  const loaded = files.map((given, index) => loadCandles({ given, cwd, symbol: symbols[index], interval, from, to }))
  const candles = loaded.map(({ series }) => series)
  // With several symbols a manifest has to say whose finer candles these are.
  const fallbackSymbol = candles.length === 1 ? candles[0]?.symbol : undefined
  const ofAnySymbol = { flag: '--detail', cwd, symbol: undefined, fallbackSymbol, interval: undefined, from, to }
  const finer = finerFiles.map((given) => loadCandles({ ...ofAnySymbol, given }))
  const ofItsOwn = { flag: '--benchmark', cwd, symbol: undefined, interval: undefined, from, to }
  const benchmark = flags.benchmark === undefined ? null : loadCandles({ ...ofItsOwn, given: flags.benchmark })
  return {
    candles,
    benchmark: benchmark?.series ?? null,
    detail: finer.map(({ series }) => series),
    synthetic: [...loaded, ...finer].some(({ synthetic }) => synthetic),
    downloads: [...loaded, ...finer].filter(({ missing }) => missing > 0),
  }
}
