import type { CandleSeries } from '../candles/series.ts'
import type { DatedRules } from '../market/market-rules.ts'
import { readAccount } from './account-settings.ts'
import { readExecution } from './execution-settings.ts'
import { readFees } from './fee-settings.ts'
import { invalid } from './invalid-options.ts'
import { readLibraryOptions } from './library-options.ts'
import type { BacktestOptions } from './options.ts'
import { withPreset } from './presets.ts'
import { readRules } from './rule-settings.ts'
import type { Settings } from './settings.ts'
import { readSlippage } from './slippage-settings.ts'

/**
 * Reads the options of a run: checks each by itself and against the others, and fills in the preset and the defaults.
 *
 * @throws BacktestError `invalid_options`, naming the field, what is allowed and what was received
 */
export function readSettings(options: BacktestOptions): Settings {
  const { candles, detail, slip, benchmark, guard, settings } = readLibraryOptions(options)
  const chosen = withPreset(settings)
  const execution = readExecution(chosen.execution, detail)
  const slippage = readSlippage(chosen.execution, slip)
  const rules = readRules(settings.rules ?? {}, execution.lot)
  if (slippage.slippageAssumption.model === 'ticks') checkTicks(candles, rules)
  const { periodsPerYear = null, convention, riskFreeRate } = chosen.statistics
  return {
    preset: settings.preset ?? 'conservative',
    candles,
    account: readAccount(chosen.account),
    fees: readFees(chosen.account, settings.account),
    ...slippage,
    rules,
    execution,
    statistics: { periodsPerYear, convention, riskFreeRate, benchmark },
    guard,
    bounds: settings.bounds ?? false,
    seed: settings.seed ?? 0,
  }
}

/** Slippage in ticks would silently be none where a market has no tick. */
function checkTicks(candles: readonly CandleSeries[], rules: (symbol: string) => DatedRules): void {
  for (const { symbol, time, length } of candles) {
    const { entries } = rules(symbol)
    const isTickMissing = entries.some(({ rules: { tick } }, index) => {
      const until = entries[index + 1]?.from ?? Number.POSITIVE_INFINITY
      return tick === null && entries[index]!.from <= time[length - 1]! && until > time[0]!
    })
    if (!isTickMissing) continue
    throw invalid('execution.slippage.model', `other than "ticks" while rules give ${symbol} no tick`, 'ticks')
  }
}
