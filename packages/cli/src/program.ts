import { Command } from 'commander'
import { COMMANDS } from './commands.ts'
import { besideOrBelow, EXAMPLES, EXIT_CODES } from './help.ts'
import type { CliIo } from './io.ts'
import { readVersion } from './version.ts'

/**
 * The command line with the flags of the command that `args` name; of the others only names and summaries, so that none of
 * their modules is loaded. Parsing throws a CommanderError in place of ending the process.
 */
export async function createProgram(io: CliIo, args: readonly string[]): Promise<Command> {
  const program = new Command('tezgah')
    .description(
      'A workbench for algorithmic trading on BTCTurk: backtests, candles, a simulator, guardrails, an audit log',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'tezgah: ')),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      // The help has no colour of its own; without these, commander asks the real process about it.
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ formatItem: besideOrBelow })
    .addHelpText('after', EXAMPLES + EXIT_CODES)
  const named = commandIn(args)
  for (const { load, name, summary } of COMMANDS) {
    const command = program.command(name).description(summary)
    if (name === named) (await load()).configure(command, io)
  }
  return program
}

/** `backtest` of `backtest --json`, of `help backtest` and of `--help backtest`. */
function commandIn(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'))
  return first === 'help' ? second : first
}
