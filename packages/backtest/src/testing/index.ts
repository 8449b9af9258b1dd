export { ScenarioAssertionError } from './assertion-error.ts'
export {
  assertFilled,
  assertFilledExactly,
  assertFinalEquity,
  assertFlat,
  assertNoOrders,
  assertOrdered,
  assertOrderedExactly,
  assertPosition,
  assertRefused,
  assertTraded,
  assertTradedExactly,
} from './assertions.ts'
export { join } from './candles/join.ts'
export type { CandleOptions, CandleRow, Placement } from './candles/options.ts'
export { flat, fromCandles, fromCloses, gap, trend } from './candles/shapes.ts'
export { type WalkOptions, walk } from './candles/walk.ts'
export type { Moment, Refusal } from './checks/account-checks.ts'
export type { FillPattern, OrderPattern, Ran, TradePattern } from './checks/entries.ts'
export type { Expected, Verdict } from './checks/pattern.ts'
export type { StrategySource } from './decisions.ts'
export { assertNoLookahead, type LookaheadOptions, type LookaheadReport } from './look-ahead/no-lookahead.ts'
export type { Poison } from './look-ahead/poison.ts'
export { type TezgahMatchers, tezgahMatchers } from './matchers.ts'
export type { Outcome } from './outcome.ts'
export type { RunOptions } from './run-options.ts'
export { noCosts, type OpenScenario, type Scenario, type ScenarioOptions, scenario } from './scenario.ts'
export { assertWarmUp, type WarmUpOptions, type WarmUpReport } from './warm-up/warm-up.ts'
