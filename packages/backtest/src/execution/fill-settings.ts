import type { FeeSchedule } from '../costs/fee-schedule.ts'
import type { SlippageModel } from '../costs/slippage.ts'
import { readExecution } from '../options/execution-settings.ts'
import { readFees } from '../options/fee-settings.ts'
import { invalid } from '../options/invalid-options.ts'
import { parseSettings } from '../options/library-options.ts'
import type { RunSettings } from '../options/options.ts'
import { withPreset } from '../options/presets.ts'
import { readRules } from '../options/rule-settings.ts'
import type { ExecutionSettings } from '../options/settings.ts'
import { readSlippage } from '../options/slippage-settings.ts'
import type { DatedRules } from '../rules/market-rules.ts'

/** What one order and one price are judged by. */
export type FillSettings = {
  readonly execution: ExecutionSettings
  readonly fees: FeeSchedule
  readonly slippage: SlippageModel | null
  readonly rules: DatedRules
}

/** @throws BacktestError `invalid_options` where a setting is wrong, or asks for more than an order and a price */
export function readFillSettings(symbol: string, input: RunSettings): FillSettings {
  const settings = parseSettings(input)
  const chosen = withPreset(settings)
  const execution = readExecution(chosen.execution, [])
  const { slippage, slippageAssumption } = readSlippage(chosen.execution, null)
  const rules = readRules(settings.rules ?? {}, execution.lot)(symbol)
  const fees = readFees(chosen.account, settings.account)
  checkExecution(chosen.execution)
  if (slippage?.dependsOnQuantity) throw invalid('execution.slippage.model', NO_CANDLE, slippageAssumption.model)
  if (rules.entries.length > 1) throw invalid(`rules.${symbol}`, 'one set of rules', `${rules.entries.length} of them`)
  if (slippageAssumption.model === 'ticks' && rules.entries[0]!.rules.tick === null) {
    throw invalid('execution.slippage.model', `other than "ticks" while rules give ${symbol} no tick`, 'ticks')
  }
  if (fees.currency !== 'quote') throw invalid('account.fees.currency', '"quote"', fees.currency)
  for (const part of ['fixed', 'minimum'] as const) {
    if (!fees[part].isZero) throw invalid(`account.fees.${part}`, '0: there are rates alone', fees[part].toString())
  }
  return { execution, fees, slippage, rules }
}

const NO_CANDLE = 'one that needs neither the quantity nor the candle'

/** Choices that need more than an order and a price, and those of their values that do not. */
const ANSWERABLE = {
  fillAt: ['nextOpen'],
  limitFill: ['touch', 'cross'],
  stopGap: ['open'],
  limitGap: ['open'],
  slippageOn: ['takers', 'everyFill', 'marketOrders'],
  fillsPerCandle: ['any'],
} as const

function checkExecution(execution: ReturnType<typeof withPreset>['execution']): void {
  for (const field of Object.keys(ANSWERABLE) as (keyof typeof ANSWERABLE)[]) {
    const allowed: readonly string[] = ANSWERABLE[field]
    if (!allowed.includes(execution[field])) {
      throw invalid(`execution.${field}`, allowed.map((each) => `"${each}"`).join(' or '), execution[field])
    }
  }
  const { participation, latency } = execution
  if (participation !== undefined) throw invalid('execution.participation', 'left out', participation)
  if (latency !== undefined) throw invalid('execution.latency', 'left out', latency)
}
