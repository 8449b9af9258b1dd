import type { Strategy } from '@tezgah/backtest'
import { RunnerError } from './errors.ts'

/** Strategies by name. A map, so that no name can reach a property of `Object.prototype`. */
export type StrategyMap = ReadonlyMap<string, Strategy>

/**
 * Imports a module and reads its export `strategies`, a list of strategies with unique names.
 *
 * @param module - a URL that `import()` takes, for example `import.meta.resolve('my-strategies')`
 * @throws RunnerError `invalid_strategies` when the export is missing, empty, or names a strategy twice
 */
export async function readStrategies(module: string): Promise<StrategyMap> {
  const loaded: unknown = await import(/* @vite-ignore */ module)
  const list = typeof loaded === 'object' && loaded !== null && 'strategies' in loaded ? loaded.strategies : undefined
  if (!Array.isArray(list) || list.length === 0)
    throw invalid(module, 'must export a list "strategies" with one strategy or more')
  const strategies = new Map<string, Strategy>()
  for (const [index, strategy] of list.entries()) {
    if (!isStrategy(strategy)) throw invalid(module, `strategies[${index}] must come from defineStrategy`)
    if (strategies.has(strategy.name)) throw invalid(module, `names the strategy "${strategy.name}" twice`)
    strategies.set(strategy.name, strategy)
  }
  return strategies
}

function isStrategy(value: unknown): value is Strategy {
  return typeof value === 'object' && value !== null && 'name' in value && 'params' in value && 'setup' in value
}

function invalid(module: string, problem: string): RunnerError {
  return new RunnerError('invalid_strategies', `${module} ${problem}`)
}
