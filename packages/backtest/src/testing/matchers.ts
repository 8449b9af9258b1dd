import type { DecimalInput } from '@tezgah/core/decimal'
import { holds, isWorth, type Moment, type Refusal, refused } from './checks/account-checks.ts'
import {
  FILLS,
  type FillPattern,
  ORDERS,
  type OrderPattern,
  type Ran,
  TRADES,
  type TradePattern,
} from './checks/entries.ts'
import { has, hasExactly, hasNone } from './checks/entry-checks.ts'
import type { Verdict } from './checks/pattern.ts'

/** What `expect(outcome)` can do after `expect.extend(tezgahMatchers)`. `R` is what a runner's matchers return. */
export interface TezgahMatchers<R = void> {
  /** At least one order is like `pattern`. */
  toHaveOrdered(pattern: OrderPattern): R
  /** The orders are like these, in this order, and there are no others. */
  toHaveOrderedExactly(...patterns: OrderPattern[]): R
  /** No order was placed, or none like `pattern`. */
  toHaveNoOrders(pattern?: OrderPattern): R
  /** At least one fill is like `pattern`. */
  toHaveFilled(pattern: FillPattern): R
  /** The fills are like these, in this order, and there are no others. */
  toHaveFilledExactly(...patterns: FillPattern[]): R
  /** At least one trade is like `pattern`. */
  toHaveTraded(pattern: TradePattern): R
  /** The trades are like these, in this order, open ones last, and there are no others. */
  toHaveTradedExactly(...patterns: TradePattern[]): R
  /** At least one order was refused for this reason. */
  toHaveRefused(refusal: Refusal): R
  /** So much is held at the end, or when candle `at` had closed; base units. */
  toHavePosition(quantity: DecimalInput, moment?: Moment): R
  /** Nothing is held at the end, or when candle `at` had closed. */
  toBeFlat(moment?: Moment): R
  /** Cash and position are worth so much at the last close; quote currency. */
  toHaveFinalEquity(equity: DecimalInput): R
}

type MatcherFunctions = {
  readonly [Name in keyof TezgahMatchers]: (received: Ran, ...expected: Parameters<TezgahMatchers[Name]>) => Verdict
}

/** Matchers for vitest, and for any runner with Jest's `expect.extend`. */
export const tezgahMatchers: MatcherFunctions = {
  toHaveOrdered: (received, pattern) => has(ORDERS, received, pattern),
  toHaveOrderedExactly: (received, ...patterns) => hasExactly(ORDERS, received, patterns),
  toHaveNoOrders: (received, pattern) => hasNone(ORDERS, received, pattern),
  toHaveFilled: (received, pattern) => has(FILLS, received, pattern),
  toHaveFilledExactly: (received, ...patterns) => hasExactly(FILLS, received, patterns),
  toHaveTraded: (received, pattern) => has(TRADES, received, pattern),
  toHaveTradedExactly: (received, ...patterns) => hasExactly(TRADES, received, patterns),
  toHaveRefused: (received, refusal) => refused(received, refusal),
  toHavePosition: (received, quantity, moment) => holds(received, quantity, moment),
  toBeFlat: (received, moment) => holds(received, '0', moment),
  toHaveFinalEquity: (received, equity) => isWorth(received, equity),
}
