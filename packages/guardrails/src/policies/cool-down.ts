import { z } from 'zod'
import type { ClosedTrade } from '../context/activity.ts'
import type { ReviewContext } from '../context/review-context.ts'
import type { Breach, ReasonCode } from '../model/reason.ts'
import { limitMs, NONE, type OrderPolicyKind } from './policy.ts'
import { duration } from './wording.ts'

const count: z.ZodType<number> = z.int().min(1).max(1000)
const scope: z.ZodType<'symbol' | 'all'> = z.enum(['symbol', 'all'])

export type ConsecutiveLossesLimits = {
  /** From this many losses in a row on, it cools down. */
  readonly losses: number
  /** How far back the row is looked for. */
  readonly windowMs: number
  /** How long after the last of them nothing is opened. */
  readonly coolDownMs: number
  /** Whether the symbol's own trades count, or those of all symbols. */
  readonly scope: 'symbol' | 'all'
}

/** After several losses in a row, waits. */
export const consecutiveLosses: OrderPolicyKind<ConsecutiveLossesLimits> = {
  subject: 'order',
  limits: { losses: count, windowMs: limitMs, coolDownMs: limitMs, scope },
  exemptReducing: true,
  description: ({ losses, windowMs, coolDownMs, scope }) =>
    `an order for ${duration(coolDownMs)} after ${losses} losing trades in a row ${within(windowMs, scope)}`,
  compile: (limits) => (context) => {
    const closed = closedTrades(context, limits.windowMs, limits.scope)
    const row = closed.slice(closed.findLastIndex(({ profit }) => profit >= 0n) + 1)
    return row.length < limits.losses ? NONE : coolingDown('CONSECUTIVE_LOSSES', context, row, limits.coolDownMs)
  },
}

export type StopLossGuardLimits = {
  /** From this many stop-loss exits in the window on, it cools down. */
  readonly stops: number
  readonly windowMs: number
  /** How long after the last of them nothing is opened. */
  readonly coolDownMs: number
  readonly scope: 'symbol' | 'all'
}

/** After several stop-loss exits, waits. */
export const stopLossGuard: OrderPolicyKind<StopLossGuardLimits> = {
  subject: 'order',
  limits: { stops: count, windowMs: limitMs, coolDownMs: limitMs, scope },
  exemptReducing: true,
  description: ({ stops, windowMs, coolDownMs, scope }) =>
    `an order for ${duration(coolDownMs)} after ${stops} stop-loss exits ${within(windowMs, scope)}`,
  compile: (limits) => (context) => {
    const stops = closedTrades(context, limits.windowMs, limits.scope).filter(({ stop }) => stop)
    return stops.length < limits.stops ? NONE : coolingDown('STOP_LOSS_GUARD', context, stops, limits.coolDownMs)
  },
}

export type CoolDownLimits = {
  /** How long after a symbol was closed it is not opened again. */
  readonly coolDownMs: number
}

/** After a symbol was closed, waits. */
export const coolDown: OrderPolicyKind<CoolDownLimits> = {
  subject: 'order',
  limits: { coolDownMs: limitMs },
  exemptReducing: true,
  description: ({ coolDownMs }) => `an order for ${duration(coolDownMs)} after a trade of its symbol was closed`,
  compile:
    ({ coolDownMs }) =>
    (context) =>
      coolingDown('COOLING_DOWN', context, closedTrades(context, coolDownMs, 'symbol'), coolDownMs),
}

function closedTrades(
  { activity, order }: ReviewContext,
  windowMs: number,
  whose: 'symbol' | 'all',
): readonly ClosedTrade[] {
  const closed = activity.closed(windowMs)
  return whose === 'all' ? closed : closed.filter(({ symbol }) => symbol === order.intent.symbol)
}

function coolingDown(
  code: ReasonCode,
  context: ReviewContext,
  trades: readonly ClosedTrade[],
  coolDownMs: number,
): readonly Breach[] {
  const last = trades.at(-1)
  if (last === undefined) return NONE
  const waited = context.at - last.at
  if (waited >= coolDownMs) return NONE
  return [{ code, observed: `${trades.length}, the last ${waited} ms ago`, limit: `${coolDownMs} ms`, unit: 'trades' }]
}

function within(windowMs: number, scope: 'symbol' | 'all'): string {
  return `of ${scope === 'all' ? 'any symbol' : 'its symbol'} in ${duration(windowMs)}`
}
