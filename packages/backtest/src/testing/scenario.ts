import { backtest } from '../backtest.ts'
import type { ParamsInput, Strategy } from '../strategy/strategy.ts'
import { Outcome } from './outcome.ts'
import type { BacktestInput, RunOptions } from './run-options.ts'

/** Options of a run beside its strategy, parameters and candles: account, execution, … as `backtest` takes them. */
export type ScenarioOptions = Omit<RunOptions, 'params'>

/** A strategy that waits for candles. */
export interface OpenScenario {
  given(candles: BacktestInput['candles']): Scenario
  /** Adds options; those of a group, such as `account`, add to what was there. */
  with(options: ScenarioOptions): OpenScenario
}

/** Everything that a run needs. It may be run, and varied, any number of times. */
export interface Scenario {
  given(candles: BacktestInput['candles']): Scenario
  /** Adds options; those of a group, such as `account`, add to what was there. */
  with(options: ScenarioOptions): Scenario
  /** @throws BacktestError as `backtest` does: for wrong options or parameters, and where the strategy throws */
  run(): Outcome
}

/** No fees. Slippage is none anyway unless it is asked for. */
export const noCosts: ScenarioOptions = { account: { feeRate: 0 } }

/**
 * A strategy under test: `scenario(strategy, { fast: 2 }).given(candles).run()`.
 *
 * Options that are left out have the defaults of `backtest`.
 *
 * @param params - the strategy's parameters; what is left out takes the strategy's default
 */
export function scenario<Used extends Strategy>(strategy: Used, params?: ParamsInput<Used>): OpenScenario {
  return open(strategy, params, {})
}

function open(strategy: Strategy, params: unknown, options: ScenarioOptions): OpenScenario {
  return {
    given: (candles) => ready({ ...options, strategy, params, candles }),
    with: (more) => open(strategy, params, merge(options, more)),
  }
}

function ready(options: BacktestInput): Scenario {
  return {
    given: (candles) => ready({ ...options, candles }),
    with: (more) => ready({ ...options, ...merge(options, more) }),
    run: () => new Outcome(backtest(options)),
  }
}

/** Groups of options are joined, single ones replaced. */
function merge(options: ScenarioOptions, more: ScenarioOptions): ScenarioOptions {
  const before: Readonly<Record<string, unknown>> = options
  const merged = Object.entries(more).map(([name, value]) => [name, joined(before[name], value)])
  return { ...options, ...Object.fromEntries(merged) }
}

function joined(before: unknown, added: unknown): unknown {
  return isGroup(before) && isGroup(added) ? { ...before, ...added } : added
}

/** A plain object of options; a model of fees or slippage is one option. */
function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
