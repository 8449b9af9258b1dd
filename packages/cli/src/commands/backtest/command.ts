import { type Command, Option } from 'commander'
import { collect, collectParam, parseTime } from '../../flags/values.ts'
import { EXAMPLES, EXIT_CODES, REGISTRY_HELP } from '../../help.ts'
import type { CliIo } from '../../io.ts'
import { SETTING_FLAGS, type SettingFlag, settingOption } from './settings.ts'

/** `tezgah backtest`: its flags. The engine is loaded once they are right. */
export function configure(command: Command, io: CliIo): void {
  command
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
  for (const setting of orderedSettings()) command.addOption(settingOption(setting))
  command.addHelpText('after', REGISTRY_HELP + EXAMPLES + EXIT_CODES).action(async (flags) => {
    const { runBacktest } = await import('./run.ts')
    await runBacktest(io, flags)
  })
}

/** Settings of the run as a whole first, then the groups in the order of the table. */
function orderedSettings(): readonly SettingFlag[] {
  const isGrouped = ({ path }: SettingFlag) => path.includes('.')
  return [...SETTING_FLAGS.filter((setting) => !isGrouped(setting)), ...SETTING_FLAGS.filter(isGrouped)]
}
