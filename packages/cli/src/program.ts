import { Command, type Help, Option } from 'commander'
import { addAudit } from './commands/audit/add-audit.ts'
import { backtestCommand } from './commands/backtest.ts'
import { addCandles } from './commands/candles.ts'
import { addGuardrails } from './commands/guardrails/add-guardrails.ts'
import { addOperator } from './commands/operators/operator.ts'
import { addToken } from './commands/operators/token.ts'
import { presetsCommand } from './commands/presets.ts'
import { addSimulator } from './commands/simulator.ts'
import { strategiesCommand } from './commands/strategies.ts'
import { addWorker } from './commands/worker.ts'
import { collectParam } from './flags/collect-param.ts'
import { parseTime } from './flags/parse-time.ts'
import type { CliIo } from './io.ts'
import { SETTING_FLAGS, type SettingFlag, settingOption } from './settings/setting-flags.ts'
import { readVersion } from './version.ts'

const EXAMPLES = `
Examples:
  tezgah backtest --strategy ./my-strategy.ts --candles btctry-1d.csv
  tezgah backtest --strategy sma-cross --param fast=20 --param slow=50 --candles btctry-1h.csv --fee-rate 0.0012
  tezgah backtest --strategy sma-cross --candles btctry-1m.csv --from 2024 --to 2024-07 --json > result.json
  tezgah backtest --strategy sma-cross --candles btctry-1d.csv --trades trades.csv
  tezgah backtest --strategy sma-cross --candles btctry-1h.csv --detail btctry-1m.csv --preset backtrader --bounds
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
  addBacktest(program, io)
  addCandles(program, io)
  addPresets(program, io)
  addStrategies(program, io)
  addAudit(program, io)
  addGuardrails(program, io)
  addSimulator(program, io)
  addOperator(program, io)
  addToken(program, io)
  addWorker(program, io)
  return program
}

const TERM_WIDTH = 28

/** The description beside the term, or below one that is too long: a column as wide as the longest would leave it no room. */
function besideOrBelow(term: string, _width: number, description: string, helper: Help): string {
  const indent = ' '.repeat(TERM_WIDTH + 2)
  const width = Math.max((helper.helpWidth ?? 80) - TERM_WIDTH - 2, 40)
  const text = helper.boxWrap(description, width).replaceAll('\n', `\n${indent}`)
  return term.length < TERM_WIDTH ? `  ${term.padEnd(TERM_WIDTH)}${text}` : `  ${term}\n${indent}${text}`
}

function addBacktest(program: Command, io: CliIo): void {
  const command = program
    .command('backtest')
    .description('run a strategy over candles')
    .optionsGroup('Strategy and candles:')
    .requiredOption('--strategy <name or path>', 'name of a strategy, or path of a .ts or .js module that exports one')
    .addOption(
      new Option('--candles <file>', 'CSV file of candles; repeat for more symbols')
        .argParser(collect)
        .makeOptionMandatory(),
    )
    .option('--strategies <module>', 'module whose strategies can be named')
    .addOption(
      new Option('--param <name=value>', 'a parameter of the strategy; repeat for more')
        .argParser(collectParam)
        .default(new Map(), "the strategy's own"),
    )
    .addOption(
      new Option(
        '--symbol <text>',
        "the candles' symbol; repeat in the order of the files (default: from the manifest beside each)",
      ).argParser(collect),
    )
    .option('--interval <text>', "the candles' length, for example 1m, 1h, 1d (default: found in the data)")
    .addOption(
      new Option(
        '--detail <file>',
        'finer candles of a symbol, which then decide the path inside a candle; repeat for more',
      ).argParser(collect),
    )
    .option('--benchmark <file>', 'candles of the market to compare with, for alpha and beta in --full-statistics')
    .option('--policies <file>', 'JSON file of policies that judge every order (see tezgah guardrails)')
    .option('--from <time>', 'first candle to use: ISO date or time, UTC', parseTime)
    .option('--to <time>', 'first candle not to use: ISO date or time, UTC', parseTime)
    .optionsGroup('Output:')
    .option('--json', 'print the whole result as JSON and nothing else')
    .option('--trades <file>', 'write the trades as CSV; a file that already holds something is kept')
    .option('--full-statistics <file>', 'write every statistic under --statistics.convention as JSON; likewise kept')
    .option('--overwrite', 'let --trades and --full-statistics replace a file')
    .optionsGroup('Assumptions as a whole:')
    .option(
      '--settings <file>',
      'JSON file of the settings below, as { "account": { "feeRate": "0.001" } }; flags win over it',
    )
  for (const setting of groupedSettings()) command.addOption(settingOption(setting))
  command.addHelpText('after', REGISTRY_HELP + EXAMPLES + EXIT_CODES).action((flags) => backtestCommand(io, flags))
}

/** What concerns all of the run first, then the groups in the order of the schema. */
function groupedSettings(): readonly SettingFlag[] {
  const isGrouped = ({ path }: SettingFlag) => path.includes('.')
  return [...SETTING_FLAGS.filter((setting) => !isGrouped(setting)), ...SETTING_FLAGS.filter(isGrouped)]
}

function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text]
}

function addPresets(program: Command, io: CliIo): void {
  program
    .command('presets')
    .description("list the presets: other systems' rules as the defaults of the settings")
    .action(() => presetsCommand(io))
}

function addStrategies(program: Command, io: CliIo): void {
  program
    .command('strategies')
    .description('list the strategies that can be named, with their parameters')
    .option('--strategies <module>', 'module whose strategies can be named')
    .addHelpText('after', REGISTRY_HELP)
    .action((flags) => strategiesCommand(io, flags))
}
