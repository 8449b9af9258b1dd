import { z } from 'zod'
import type { ReviewContext } from '../context/review-context.ts'
import type { StartContext } from '../context/start-context.ts'
import type { BacktestAccount, BacktestOrder } from '../model/backtest-account.ts'
import type { Breach } from '../model/reason.ts'

/**
 * What a breach leads to. `halt` refuses, and is more than a refusal: a backtest ends, and a live account is to halt
 * trading.
 */
export type OnBreach = 'refuse' | 'needsApproval' | 'halt'

type PolicyBase = {
  readonly name: string
  readonly kind: string
  /** `shadow` only reports. */
  readonly mode: 'enforce' | 'shadow'
  readonly onBreach: OnBreach
  /** Symbols to whose orders it applies; for a start, of datasets. */
  readonly symbols: 'all' | ReadonlySet<string>
}

/** The port: how `review` evaluates a policy on an order. */
export type OrderPolicy = PolicyBase & {
  readonly subject: 'order'
  /** True if orders that only shrink a position are not checked. */
  readonly exemptReducing: boolean
  /** @throws MissingDataError, which refuses */
  readonly check: (context: ReviewContext) => readonly Breach[]
  /** A monitor with an empty memory, where the policy halts and its kind can monitor an account. */
  readonly createMonitor: (() => AccountMonitor) | null
}

/** The port: how `review` evaluates a policy on the start of a run. */
export type StartPolicy = PolicyBase & {
  readonly subject: 'start'
  readonly check: (context: StartContext) => readonly Breach[]
}

export type Policy = OrderPolicy | StartPolicy

/** Watches the account of one run, and ends it at the first breach. It compares exactly, to the last digit. */
export interface AccountMonitor {
  /** At each close, before the strategy acts. */
  onClose(account: BacktestAccount): Breach | null
  /** Before an order is placed. */
  onOrder(order: BacktestOrder, account: BacktestAccount): Breach | null
}

/** One kind of policy: the limits that it takes, and how to check with them. */
type KindBase<Limits> = {
  readonly limits: { readonly [Name in keyof Limits]-?: z.ZodType<Limits[Name]> }
  /** Words that follow "refuses". */
  readonly description: (limits: Limits) => string
  /** What the schema alone cannot say; the text of the problem, or `null`. */
  readonly problem?: (limits: Limits) => string | null
}

export type OrderPolicyKind<Limits> = KindBase<Limits> & {
  readonly subject: 'order'
  /** Whether `exemptReducing` is true where the set does not say. */
  readonly exemptReducing: boolean
  /** Parses the limits once for many orders. */
  readonly compile: (limits: Limits) => OrderPolicy['check']
  /** Parses the limits once for many runs. Amounts may have any number of digits. */
  readonly compileMonitor?: (limits: Limits) => () => AccountMonitor
}

export type StartPolicyKind<Limits> = KindBase<Limits> & {
  readonly subject: 'start'
  readonly compile: (limits: Limits) => StartPolicy['check']
}

export const NONE: readonly Breach[] = []

/** A length of time of 1 ms to 400 days. */
export const limitMs: z.ZodType<number> = z
  .int()
  .min(1)
  .max(400 * 86_400_000)

/** How many of something, up to a million. */
export const limitCount: z.ZodType<number> = z.int().min(0).max(1_000_000)

/** A currency as the exchange spells it. */
export const currencyName: z.ZodType<string> = z.string().min(1).max(16)

/** Breach if the observed value is above the limit; the two may have any scale, if it is the same. */
export function above(observed: bigint, limit: bigint, breach: () => Breach): readonly Breach[] {
  return observed > limit ? [breach()] : NONE
}
