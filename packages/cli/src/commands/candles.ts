import type { Command } from 'commander'
import { addDownloadFlags } from '../candles-download/flags.ts'
import type { CliIo } from '../io.ts'
import { candlesDownloadCommand } from './candles-download.ts'

const EXAMPLES = `
Examples:
  tezgah candles download --symbol BTCTRY --interval 1h --from 2024 --out btctry-1h.csv
  tezgah candles download --symbol BTCTRY --interval 1m --from 2024-01 --to 2024-04 --out btctry-1m.parquet

Ctrl-C stops a download; the same command again goes on where it stopped.
Exit codes: 0 done, 2 wrong usage or input, 1 anything else.
`

/** Adds `tezgah candles` and what is under it. */
export function addCandles(program: Command, io: CliIo): void {
  const candles = program.command('candles').description('candles of the exchange')
  const download = candles
    .command('download')
    .description('download candles of BTCTurk into a file that tezgah backtest reads')
  addDownloadFlags(download)
    .addHelpText('after', EXAMPLES)
    .action((flags) => candlesDownloadCommand(io, flags))
}
