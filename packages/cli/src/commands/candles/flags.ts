import type { CandleInterval } from '@tezgah/btcturk/history'
import { type Command, Option } from 'commander'
import { parseTime } from '../../flags/values.ts'

// Named here, so that the flags need not load the exchange's client. The type keeps the list complete.
const INTERVALS = Object.keys({
  '1m': true,
  '5m': true,
  '15m': true,
  '30m': true,
  '1h': true,
  '4h': true,
  '1d': true,
  '1w': true,
} satisfies Record<CandleInterval, true>)

/** The flags of `tezgah candles download`. */
export type DownloadFlags = {
  readonly symbol: string
  readonly interval: CandleInterval
  /** Epoch ms. */
  readonly from: number
  /** Epoch ms; without it as far as candles have closed. */
  readonly to?: number
  readonly out: string
  readonly overwrite?: boolean
  readonly json?: boolean
  /** A folder, or false for none; without it the default one. */
  readonly cache?: string | false
  readonly refresh?: boolean
  readonly apiUrl?: string
  readonly graphUrl?: string
}

/** Adds the flags of `tezgah candles download`. */
export function addDownloadFlags(command: Command): Command {
  return command
    .optionsGroup('Candles:')
    .requiredOption('--symbol <text>', "a market in the exchange's own spelling, such as BTCTRY")
    .addOption(new Option('--interval <text>', 'how long a candle is').choices(INTERVALS).makeOptionMandatory())
    .requiredOption('--from <time>', 'first candle: ISO date or time, UTC', parseTime)
    .option('--to <time>', 'first candle not to download: ISO date or time, UTC (default: now)', parseTime)
    .optionsGroup('Output:')
    .requiredOption('--out <file>', 'file to write, .csv or .parquet; a manifest is written beside it')
    .option('--overwrite', 'let --out replace a file')
    .option('--json', 'print what was downloaded as JSON and nothing else')
    .optionsGroup('Cache:')
    .option('--cache <folder>', "where pages are kept (default: the platform's cache folder; none with --graph-url)")
    .option('--no-cache', 'keep nothing and reuse nothing')
    .option('--refresh', 'download pages that are in the cache, too')
    .optionsGroup('Exchange:')
    .option('--api-url <address>', 'in place of https://api.btcturk.com, for example of tezgah simulator')
    .option('--graph-url <address>', 'in place of https://graph-api.btcturk.com')
}
