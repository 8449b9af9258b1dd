import { createSimulator, HTTP_FAULTS, type Simulator, SOCKET_FAULTS } from '@tezgah/simulator'
import { type Command, Option } from 'commander'
import { CommandFailure } from '../command-failure.ts'
import { parseTime } from '../flags/parse-time.ts'
import type { CliIo } from '../io.ts'
import { Activity, countsText } from '../simulator/activity.ts'
import { banner, startLine } from '../simulator/banner.ts'
import { collect, collectBalance, parseSpeed, type SimulatorFlags, wholeNumber } from '../simulator/flags.ts'
import { planSimulator, type SimulatorPlan } from '../simulator/simulator-plan.ts'

const HELP = `
It runs until Ctrl-C, then prints what happened. It listens on 127.0.0.1 alone, and never talks to the real exchange.

Time is real, or scaled by --speed and moved by --start. Time that stands still until it is told to go on needs a program
that tells it: createSimulator of @tezgah/simulator. With --candles the recording is played from its first candle,
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
export function addSimulator(program: Command, io: CliIo): void {
  const port = wholeNumber(0, 65_535)
  const repeated = (flags: string, what: string) => new Option(flags, what).argParser(collect)
  program
    .command('simulator')
    .description('run a BTCTurk of your own on this machine, with everything that can go wrong')
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
    .action((flags) => simulatorCommand(io, flags))
}

/**
 * `tezgah simulator`: until it is interrupted.
 *
 * @throws UsageError for anything that the flags got wrong
 * @throws CommandFailure where a port cannot be had
 */
async function simulatorCommand(io: CliIo, flags: SimulatorFlags): Promise<void> {
  const plan = planSimulator(io.cwd, flags)
  // Heard from the first moment on: whoever stops it while it starts must not leave half of it behind.
  let stopListening: () => void = () => undefined
  const interrupted = new Promise<void>((resolve) => {
    stopListening = io.onInterrupt(resolve)
  })
  try {
    const simulator = await start(plan, flags)
    const activity = new Activity(simulator, plan.account.publicKey, flags.log ? io.stderr : null)
    await io.stdout.write(flags.json ? startLine(simulator, plan, flags.seed) : banner(simulator, plan, flags))
    await interrupted
    await simulator.close()
    const { counts } = activity
    await io.stdout.write(flags.json ? `${JSON.stringify(counts)}\n` : countsText(counts))
  } finally {
    stopListening()
  }
}

async function start({ options }: SimulatorPlan, flags: SimulatorFlags): Promise<Simulator> {
  try {
    return await createSimulator(options)
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number }
    const ports = { '--rest-port': flags.restPort, '--graph-port': flags.graphPort, '--ws-port': flags.wsPort }
    const [flag] = Object.entries(ports).find(([, asked]) => asked === port) ?? []
    if (flag === undefined || (code !== 'EADDRINUSE' && code !== 'EACCES')) throw error
    const reason = code === 'EACCES' ? 'may not be used by you' : 'is in use already'
    throw new CommandFailure(`${flag}: port ${port} of 127.0.0.1 ${reason}; give another, or 0 for a free one`, {
      cause: error,
    })
  }
}
