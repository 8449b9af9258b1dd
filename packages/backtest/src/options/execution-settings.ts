import type { CandleSeries } from '../candles/series.ts'
import { toDecimal } from '../money/parse-decimal.ts'
import { invalid } from './invalid-options.ts'
import type { ChosenOptions } from './presets.ts'
import type { ExecutionSettings } from './settings.ts'

const DETAIL_PATH = 'execution.path is "detail"'
const CHANCE_RULE = 'execution.limitFill is "touchWithProbability"'

/** @throws BacktestError `invalid_options` where one of the choices needs another or rules it out */
export function readExecution(
  execution: ChosenOptions['execution'],
  detail: readonly CandleSeries[],
): ExecutionSettings {
  const { slippage: _slippage, slippageBps: _slippageBps, ...chosen } = execution
  const { participation, latency, path, lot } = execution
  checkDetail(path, detail)
  return {
    ...chosen,
    touchProbability: touchProbability(execution),
    detail,
    participation: participation === undefined ? null : toDecimal(participation),
    latency: { candles: latency?.candles ?? 0, milliseconds: latency?.milliseconds ?? 0 },
    lot: toDecimal(lot)!,
  }
}

function checkDetail(path: string, detail: readonly CandleSeries[]): void {
  if (path === 'detail' && detail.length === 0) {
    throw invalid('execution.detail', `a finer series where ${DETAIL_PATH}`, undefined)
  }
  if (path !== 'detail' && detail.length > 0) {
    throw invalid('execution.detail', `left out unless ${DETAIL_PATH}`, detail[0]!.symbol)
  }
}

function touchProbability({ limitFill, touchProbability: chance }: ChosenOptions['execution']): number | null {
  if (limitFill === 'touchWithProbability') {
    if (chance !== undefined) return chance
    throw invalid('execution.touchProbability', `a number from 0 to 1 where ${CHANCE_RULE}`, undefined)
  }
  if (chance === undefined) return null
  throw invalid('execution.touchProbability', `left out unless ${CHANCE_RULE}`, chance)
}
