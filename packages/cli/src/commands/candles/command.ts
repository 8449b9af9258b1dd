import type { Command } from 'commander'
import type { CliIo } from '../../io.ts'
import { addDownloadFlags } from './flags.ts'

const EXAMPLES = `
Examples:
  tezgah candles download --symbol BTCTRY --interval 1h --from 2024 --out btctry-1h.csv
  tezgah candles download --symbol BTCTRY --interval 1m --from 2024-01 --to 2024-04 --out btctry-1m.parquet

Ctrl-C stops a download; the same command again continues where it stopped.
Exit codes: 0 done, 2 wrong usage or input, 1 anything else.
`

/** The commands under `tezgah candles`. */
export function configure(candles: Command, io: CliIo): void {
  const download = candles
    .command('download')
    .description('download candles of BTCTurk into a file that tezgah backtest reads')
  addDownloadFlags(download)
    .addHelpText('after', EXAMPLES)
    .action(async (flags) => (await import('./download.ts')).downloadToFile(io, flags))
}
