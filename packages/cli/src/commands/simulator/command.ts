import { HTTP_FAULTS, SOCKET_FAULTS } from '@tezgah/simulator'
import { type Command, Option } from 'commander'
import { collect, parseTime, port, wholeNumber } from '../../flags/values.ts'
import type { CliIo } from '../../io.ts'
import { collectBalance, parseSpeed } from './flags.ts'

const HELP = `
It runs until Ctrl-C, then prints what happened. It listens on 127.0.0.1 alone, and never talks to the real exchange.

Time is real, or scaled by --speed and moved by --start. Time that moves only when a program advances it needs that program:
createSimulator of @tezgah/simulator. With --candles the recording is played from its first candle,
or from --start, and what lies before is history; the other pairs stand still.

--chaos takes mild (the default), wild, a rate for everything together such as 0.01, or a list such as
  latency=50,jitter=200,http.serverErrorAfter=0.05,socket.drop=0.01
of latency, jitter, skew, stall and late in milliseconds, and the probabilities
  http.   ${HTTP_FAULTS.slice(0, 6).join(', ')},
          ${HTTP_FAULTS.slice(6).join(', ')}
  socket. ${SOCKET_FAULTS.join(', ')}
The same seed and the same requests one after the other meet the same faults.

Examples:
  tezgah simulator
  tezgah simulator --chaos --log
  tezgah simulator --seed 7 --balance TRY=100000 --chaos http.resetAfter=0.1,socket.halfOpen=0.001
  tezgah simulator --candles btctry-1m.csv --start 2024-06 --speed 60 --rest-port 4100 --graph-port 4101 --ws-port 4102

Exit codes: 0 ended by Ctrl-C or SIGTERM, 2 wrong usage or input, 1 anything else, such as a port in use.
`

const PORT = '0 takes a free one'

/** `tezgah simulator` and its flags. */
export function configure(command: Command, io: CliIo): void {
  const repeated = (flags: string, what: string) => new Option(flags, what).argParser(collect)
  command
    .optionsGroup('Market and time:')
    .option('--seed <whole number>', 'what all chance follows from', wholeNumber(-(2 ** 31), 2 ** 32), 1)
    .option('--speed <factor>', 'simulated seconds in each real one (default: 1)', parseSpeed)
    .option('--start <time>', 'where simulated time begins: ISO date or time, UTC (default: now)', parseTime)
    .addOption(
      repeated('--candles <file>', 'CSV file of recorded candles that move the prices; repeat for more symbols'),
    )
    .addOption(
      repeated('--symbol <text>', "the candles' symbol; repeat in the order of the files (default: from manifests)"),
    )
    .optionsGroup('Account:')
    .addOption(
      new Option('--balance <currency=amount>', 'what the demo key holds; repeat for more')
        .argParser(collectBalance)
        .default(null, 'some of each'),
    )
    .option('--fee-level <1 to 8>', 'fee level of the demo key', wholeNumber(1, 8), 1)
    .optionsGroup('Trouble:')
    .addOption(
      new Option('--chaos [line]', 'let things go wrong; see below (default: nothing goes wrong)').preset('mild'),
    )
    .option('--no-limits', 'do not enforce the published rate limits')
    .optionsGroup('Server and output:')
    .option('--rest-port <number>', `port of REST; ${PORT}`, port, 0)
    .option('--graph-port <number>', `port of the charts; ${PORT}`, port, 0)
    .option('--ws-port <number>', `port of the WebSocket; ${PORT}`, port, 0)
    .option('--log', 'print each request, order, fill and injected fault on a line of the error output')
    .option('--json', 'print the addresses and the key as one line of JSON, and the counts at the end as another')
    .addHelpText('after', HELP)
    .action(async (flags) => (await import('./run.ts')).runSimulator(io, flags))
}
