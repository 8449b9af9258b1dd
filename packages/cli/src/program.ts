import { Command, Option } from 'commander'
import { backtestCommand } from './commands/backtest.ts'
import { strategiesCommand } from './commands/strategies.ts'
import { collectParam } from './flags/collect-param.ts'
import { parseDecimalText, parseNumber, parseSeed } from './flags/parse-number.ts'
import { parseTime } from './flags/parse-time.ts'
import type { CliIo } from './io.ts'
import { readVersion } from './version.ts'

const EXAMPLES = `
Examples:
  tezgah backtest --strategy ./my-strategy.ts --candles btctry-1d.csv
  tezgah backtest --strategy sma-cross --param fast=20 --param slow=50 --candles btctry-1h.csv --fee-rate 0.0012
  tezgah backtest --strategy sma-cross --candles btctry-1m.csv --from 2024 --to 2024-07 --json > result.json
  tezgah backtest --strategy sma-cross --candles btctry-1d.csv --trades trades.csv
`

const REGISTRY_HELP = `
A name is looked up in the module given by --strategies, else by the environment's TEZGAH_STRATEGIES, else by
{ "tezgah": { "strategies": "./strategies.ts" } } in the nearest package.json.
`

const EXIT_CODES = `
Exit codes: 0 done, 2 wrong usage or input, 1 anything else.
`

/** The commands and their flags. Parsing throws a CommanderError in place of ending the process. */
export function createProgram(io: CliIo): Command {
  const program = new Command('tezgah')
    .description('Backtest trading strategies on candles: exact fills, fees and money, one reproducible result')
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
    .addHelpText('after', EXAMPLES + EXIT_CODES)
  addBacktest(program, io)
  addStrategies(program, io)
  return program
}

function addBacktest(program: Command, io: CliIo): void {
  program
    .command('backtest')
    .description('run a strategy over a file of candles')
    .requiredOption('--strategy <name or path>', 'name of a strategy, or path of a .ts or .js module that exports one')
    .requiredOption('--candles <file>', 'CSV file with a time column, open, high, low, close and volume')
    .option('--strategies <module>', 'module whose strategies can be named')
    .option('--symbol <text>', "the candles' symbol (default: from the manifest beside the file)")
    .option('--interval <text>', "the candles' length, for example 1m, 1h, 1d (default: found in the data)")
    .addOption(
      new Option('--param <name=value>', 'a parameter of the strategy; repeat for more')
        .argParser(collectParam)
        .default(new Map(), "the strategy's own"),
    )
    .option('--cash <amount>', 'cash at the start (default: 100000)', parseDecimalText)
    .addOption(
      new Option('--fee-rate <fraction>', 'fee of every fill, 0.001 is 0.1 % (default: 0.001)')
        .argParser(parseDecimalText)
        .conflicts(['makerFeeRate', 'takerFeeRate']),
    )
    .option('--maker-fee-rate <fraction>', 'fee of orders that waited in the book', parseDecimalText)
    .option('--taker-fee-rate <fraction>', 'fee of orders that took from the book', parseDecimalText)
    .option('--slippage-bps <number>', 'price move against every taker fill, in 1/100 % (default: 0)', parseDecimalText)
    .option('--lot <quantity>', 'smallest step of a quantity (default: 0.00000001)', parseDecimalText)
    .addOption(
      new Option(
        '--limit-fill <rule>',
        'a limit fills when price goes beyond it, or when it only reaches it (default: cross)',
      ).choices(['cross', 'touch']),
    )
    .option('--periods-per-year <number>', 'candles in a year, for annual figures (default: as observed)', parseNumber)
    .option('--from <time>', 'first candle to use: ISO date or time, UTC', parseTime)
    .option('--to <time>', 'first candle not to use: ISO date or time, UTC', parseTime)
    .option('--seed <number>', 'seed for models that draw random numbers (default: 0)', parseSeed)
    .option('--json', 'print the whole result as JSON and nothing else')
    .option('--trades <file>', 'write the trades as CSV; a file that already holds something is kept')
    .option('--overwrite', 'let --trades replace a file')
    .addHelpText('after', REGISTRY_HELP + EXAMPLES + EXIT_CODES)
    .action((flags) => backtestCommand(io, flags))
}

function addStrategies(program: Command, io: CliIo): void {
  program
    .command('strategies')
    .description('list the strategies that can be named, with their parameters')
    .option('--strategies <module>', 'module whose strategies can be named')
    .addHelpText('after', REGISTRY_HELP)
    .action((flags) => strategiesCommand(io, flags))
}
