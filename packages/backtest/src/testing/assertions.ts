import type { DecimalInput } from '@tezgah/core/decimal'
import { ScenarioAssertionError } from './assertion-error.ts'
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

/** At least one order is like `pattern`. */
export function assertOrdered(outcome: Ran, pattern: OrderPattern): void {
  settle('assertOrdered', has(ORDERS, outcome, pattern))
}

/** The orders are like these, in this order, and there are no others. */
export function assertOrderedExactly(outcome: Ran, ...patterns: readonly OrderPattern[]): void {
  settle('assertOrderedExactly', hasExactly(ORDERS, outcome, patterns))
}

/** No order was placed, or none like `pattern`. */
export function assertNoOrders(outcome: Ran, pattern?: OrderPattern): void {
  settle('assertNoOrders', hasNone(ORDERS, outcome, pattern))
}

/** At least one fill is like `pattern`. */
export function assertFilled(outcome: Ran, pattern: FillPattern): void {
  settle('assertFilled', has(FILLS, outcome, pattern))
}

/** The fills are like these, in this order, and there are no others. */
export function assertFilledExactly(outcome: Ran, ...patterns: readonly FillPattern[]): void {
  settle('assertFilledExactly', hasExactly(FILLS, outcome, patterns))
}

/** At least one trade is like `pattern`. */
export function assertTraded(outcome: Ran, pattern: TradePattern): void {
  settle('assertTraded', has(TRADES, outcome, pattern))
}

/** The trades are like these, in this order, open ones last, and there are no others. */
export function assertTradedExactly(outcome: Ran, ...patterns: readonly TradePattern[]): void {
  settle('assertTradedExactly', hasExactly(TRADES, outcome, patterns))
}

/** At least one order was refused for this reason. */
export function assertRefused(outcome: Ran, refusal: Refusal): void {
  settle('assertRefused', refused(outcome, refusal))
}

/** So much is held at the end, or when candle `at` had closed; base units. */
export function assertPosition(outcome: Ran, quantity: DecimalInput, moment?: Moment): void {
  settle('assertPosition', holds(outcome, quantity, moment))
}

/** Nothing is held at the end, or when candle `at` had closed. */
export function assertFlat(outcome: Ran, moment?: Moment): void {
  settle('assertFlat', holds(outcome, '0', moment))
}

/** Cash and position are worth so much at the last close; quote currency. */
export function assertFinalEquity(outcome: Ran, equity: DecimalInput): void {
  settle('assertFinalEquity', isWorth(outcome, equity))
}

/** @throws ScenarioAssertionError where the check failed */
function settle(operator: string, { pass, message, expected, actual }: Verdict): void {
  if (!pass) throw new ScenarioAssertionError(message(), operator, expected, actual)
}
