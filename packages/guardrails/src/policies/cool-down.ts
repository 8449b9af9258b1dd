import { z } from 'zod'
import type { ClosedTrade } from '../context/activity.ts'
import type { ReviewContext } from '../context/review-context.ts'
import type { Breach, ReasonCode } from '../model/reason.ts'
import { limitMs, NONE, type PolicyKind } from './policy.ts'

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
export const consecutiveLosses: PolicyKind<ConsecutiveLossesLimits> = {
  limits: { losses: count, windowMs: limitMs, coolDownMs: limitMs, scope },
  exemptReducing: true,
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
export const stopLossGuard: PolicyKind<StopLossGuardLimits> = {
  limits: { stops: count, windowMs: limitMs, coolDownMs: limitMs, scope },
  exemptReducing: true,
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
export const coolDown: PolicyKind<CoolDownLimits> = {
  limits: { coolDownMs: limitMs },
  exemptReducing: true,
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
