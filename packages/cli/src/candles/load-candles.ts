import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { type CandleSeries, isBacktestError, parseCandlesCsv } from '@tezgah/backtest'
import { UsageError } from '../usage-error.ts'
import { readSidecar } from './sidecar.ts'

/** About 18 million one-minute candles. */
const MAX_BYTES = 2 ** 30

export type CandleRequest = {
  /** For messages. Default `--candles`. */
  readonly flag?: string
  /** The file as it was given. */
  readonly given: string
  readonly cwd: string
  readonly symbol: string | undefined
  /** Where neither a flag nor a manifest says it. */
  readonly fallbackSymbol?: string | undefined
  readonly interval: string | undefined
  /** Epoch ms; only candles that open in [from, to) are read. */
  readonly from: number | undefined
  readonly to: number | undefined
}

export type LoadedCandles = {
  readonly series: CandleSeries
  /** True where the file's manifest says that these prices never were on a market. */
  readonly synthetic: boolean
}

/**
 * Reads a file of candles. What a manifest beside it says of symbol and interval holds unless a flag says otherwise.
 *
 * @throws UsageError if the file cannot be read, is too big, or holds no valid candles; names the row
 */
export function loadCandles({
  flag = '--candles',
  given,
  cwd,
  symbol,
  fallbackSymbol,
  interval,
  from,
  to,
}: CandleRequest): LoadedCandles {
  const file = path.resolve(cwd, given)
  const bytes = readBytes(file, given, flag)
  const sidecar = readSidecar(file)
  const options = {
    symbol: symbol ?? sidecar?.symbol ?? fallbackSymbol,
    interval: interval ?? sidecar?.interval,
    from,
    to,
  }
  try {
    return { series: parseCandlesCsv(bytes, options), synthetic: sidecar?.synthetic ?? false }
  } catch (error) {
    if (!isBacktestError(error)) throw error
    throw new UsageError(`${flagOf(error.field, flag)} ${given}: ${error.message}`, { cause: error })
  }
}

function readBytes(file: string, given: string, flag: string): Uint8Array {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new UsageError(`${flag}: no such file: ${given}`)
  if (found.isDirectory()) throw new UsageError(`${flag}: ${given} is a folder; give a CSV file`)
  if (found.size > MAX_BYTES) {
    throw new UsageError(`${flag}: ${given} has ${found.size} bytes, at most ${MAX_BYTES} are read; split it`)
  }
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UsageError(`${flag}: cannot read ${given}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    })
  }
}

function flagOf(field: string | null, flag: string): string {
  return field === 'symbol' || field === 'interval' || field === 'from' || field === 'to' ? `--${field}:` : flag
}
