import type { Strategy } from '@tezgah/backtest'
import { invalidStrategies } from '../errors.ts'

/** Strategies by name. A map, so that no name can reach a property of `Object.prototype`. */
export type StrategyMap = ReadonlyMap<string, Strategy>

/** A strategy that runs in a process of its own, as this process knows it: its name and parameters, none of its code. */
export type UserStrategy = Strategy & {
  /** Absolute path of its module. */
  readonly module: string
  /** sha256 of the module's files, hexadecimal. */
  readonly codeSha256: string
}

/** The code that a job of this strategy is for: a user's own, or else the version of the built-in ones. */
export function versionOf(strategy: Strategy, builtIn: string): string {
  return 'codeSha256' in strategy ? String(strategy.codeSha256) : builtIn
}

/** @throws RunnerError `invalid_strategies` where a user's strategy has the name of a built-in one: the name decides where it runs */
export function joinStrategies(builtIn: StrategyMap, users: StrategyMap = new Map()): StrategyMap {
  const twice = [...users.keys()].find((name) => builtIn.has(name))
  if (twice !== undefined)
    throw invalidStrategies('userStrategies:', `strategy "${twice}" has the name of a built-in strategy; rename it`)
  return new Map([...builtIn, ...users])
}

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
    throw invalidStrategies(module, 'must export a list "strategies" with one strategy or more')
  const strategies = new Map<string, Strategy>()
  for (const [index, strategy] of list.entries()) {
    if (!isStrategy(strategy)) throw invalidStrategies(module, `strategies[${index}] must be created by defineStrategy`)
    if (strategies.has(strategy.name))
      throw invalidStrategies(module, `exports two strategies named "${strategy.name}"`)
    strategies.set(strategy.name, strategy)
  }
  return strategies
}

function isStrategy(value: unknown): value is Strategy {
  return typeof value === 'object' && value !== null && 'name' in value && 'params' in value && 'setup' in value
}
