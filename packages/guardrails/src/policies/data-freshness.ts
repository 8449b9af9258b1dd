import { type Clock, oldestAge } from '../context/time-window.ts'
import type { Breach } from '../model/reason.ts'
import { limitMs, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

export type DataFreshnessLimits = {
  /** Oldest prices of the order's market. */
  readonly maxMarketAgeMs: number
  /** Largest error of the clock. */
  readonly maxClockErrorMs: number
  /** Oldest equity and balances; not asked for where absent. */
  readonly maxAccountAgeMs?: number | undefined
  /** Oldest intent. */
  readonly maxIntentAgeMs?: number | undefined
}

/** Data and clock are good enough. The error of the clock counts as age. */
export const dataFreshness: OrderPolicyKind<DataFreshnessLimits> = {
  subject: 'order',
  limits: {
    maxMarketAgeMs: limitMs,
    maxClockErrorMs: limitMs,
    maxAccountAgeMs: limitMs.optional(),
    maxIntentAgeMs: limitMs.optional(),
  },
  exemptReducing: false,
  description: ({ maxMarketAgeMs, maxClockErrorMs, maxAccountAgeMs, maxIntentAgeMs }) =>
    `an order on prices older than ${duration(maxMarketAgeMs)}${ageOf(maxAccountAgeMs, 'an account')}${ageOf(maxIntentAgeMs, 'a decision')}, or with a clock that may be off by more than ${duration(maxClockErrorMs)}`,
  compile: (limits) => (context) => {
    const { intent } = context.order
    return [
      ...tooOld('MARKET_DATA_OLD', context.market(intent.symbol).at, limits.maxMarketAgeMs, context),
      ...(limits.maxAccountAgeMs === undefined
        ? []
        : tooOld('ACCOUNT_DATA_OLD', context.accountAt, limits.maxAccountAgeMs, context)),
      ...(limits.maxIntentAgeMs === undefined ? [] : tooOld('INTENT_OLD', intent.at, limits.maxIntentAgeMs, context)),
      ...beyond('CLOCK_ERROR_ABOVE_LIMIT', context.clockErrorMs, limits.maxClockErrorMs),
    ]
  },
}

function tooOld(code: Breach['code'], time: number, limit: number, clock: Clock): readonly Breach[] {
  return beyond(code, oldestAge(time, clock), limit)
}

function beyond(code: Breach['code'], observed: number, limit: number): readonly Breach[] {
  return observed > limit ? [{ code, observed: `${observed}`, limit: `${limit}`, unit: 'ms' }] : []
}

function ageOf(ms: number | undefined, what: string): string {
  return ms === undefined ? '' : `, ${what} older than ${duration(ms)}`
}
