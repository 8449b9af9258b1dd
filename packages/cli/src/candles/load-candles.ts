import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { type CandleSeries, isBacktestError, parseCandlesCsv } from '@tezgah/backtest'
import { messageOf } from '@tezgah/core/describe'
import { z } from 'zod'
import { UsageError } from '../exit.ts'

/** About 18 million one-minute candles. */
const MAX_BYTES = 2 ** 30
/** More than the manifest of any dataset has. */
const MAX_MANIFEST_BYTES = 64 * 1024

export type CandleRequest = {
  /** For messages. Default `--candles`. */
  readonly flag?: string
  /** The file as it was given. */
  readonly given: string
  readonly cwd: string
  readonly symbol: string | undefined
  /** Where neither a flag nor a manifest names it. */
  readonly fallbackSymbol?: string | undefined
  readonly interval: string | undefined
  /** Epoch ms; only candles that open in [from, to) are read. */
  readonly from: number | undefined
  readonly to: number | undefined
}

export type LoadedCandles = {
  readonly series: CandleSeries
  /** True where the manifest says that these prices never were on a market. */
  readonly synthetic: boolean
  /** The file as it was given. */
  readonly file: string
  /** Candles of its span that the download did not get, as the manifest says; 0 without one. */
  readonly missing: number
}

/**
 * Reads a file of candles. Symbol and interval are those of the manifest beside it, unless a flag gives others.
 *
 * @throws UsageError if the file cannot be read, is too large, or has an invalid candle; names the row
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
  const manifest = readManifest(file)
  const options = {
    symbol: symbol ?? manifest?.symbol ?? fallbackSymbol,
    interval: interval ?? manifest?.interval,
    from,
    to,
  }
  try {
    const series = parseCandlesCsv(bytes, options)
    return { series, synthetic: manifest?.synthetic ?? false, file: given, missing: manifest?.gaps.missing ?? 0 }
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
    throw new UsageError(`${flag}: cannot read ${given}: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function flagOf(field: string | null, flag: string): string {
  return field === 'symbol' || field === 'interval' || field === 'from' || field === 'to' ? `--${field}:` : flag
}

/** The part of a dataset's manifest that is read here. */
type Manifest = {
  readonly symbol: string
  readonly interval: string
  readonly synthetic: boolean
  readonly gaps: { readonly missing: number }
}

/** Of a file that is no download, nothing is known. */
const NO_GAPS = { missing: 0 }

const manifestSchema: z.ZodType<Manifest> = z.object({
  symbol: z.string(),
  interval: z.string(),
  synthetic: z.boolean(),
  gaps: z
    .object({ missing: z.int().min(0) })
    .default(NO_GAPS)
    .catch(NO_GAPS),
})

/**
 * The manifest of a dataset, `<name>.json` beside `<name>.csv`, if there is one, with the symbol, the
 * interval and whether the candles are synthetic. Any other JSON file of that name is ignored.
 */
function readManifest(candleFile: string): Manifest | null {
  const file = candleFile.replace(/\.csv$/i, '.json')
  const found = statSync(file, { throwIfNoEntry: false })
  if (file === candleFile || !found?.isFile() || found.size > MAX_MANIFEST_BYTES) return null
  return manifestSchema.safeParse(parseJson(readFileSync(file, 'utf8'))).data ?? null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
