import { defineStrategy, type OrderGuard, type Strategy } from '@tezgah/backtest'
import { compilePolicies, type DecisionRecord, orderGuard, type Policies } from '@tezgah/guardrails'
import { z } from 'zod'

/** What the strategy may do, in a backtest as in front of an exchange. */
export const policies: Policies = compilePolicies({
  version: 1,
  policies: [
    { name: 'size', kind: 'maxNotional', maxNotional: '2600', currency: 'TRY' },
    { name: 'position', kind: 'positionLimit', maxPosition: '50' },
    { name: 'open', kind: 'maxOpenOrders', maxTotal: 3 },
    { name: 'rate', kind: 'orderRate', maxOrders: 4, windowMs: 4 * 3_600_000 },
    { name: 'twice', kind: 'duplicateOrder', windowMs: 3_600_000 },
    { name: 'large', kind: 'maxQuantity', maxQuantity: '20', onBreach: 'needsApproval' },
    { name: 'day', kind: 'dailyLoss', maxLoss: '150' },
    { name: 'hours', kind: 'rollingLoss', maxFraction: '0.008', windowMs: 3 * 3_600_000 },
    { name: 'top', kind: 'maxDrawdown', maxFraction: '0.015' },
    { name: 'losses', kind: 'consecutiveLosses', losses: 2, windowMs: 86_400_000, coolDownMs: 7_200_000, scope: 'all' },
    { name: 'calm', kind: 'coolDown', coolDownMs: 5_400_000 },
    { name: 'wild', kind: 'volatilityLimit', maxFraction: '0.08', windowMs: 3 * 3_600_000 },
  ],
})

/** The policies as the guard of a backtest. That it fits without a cast is what holds the two packages together. */
export function guard(onDecision?: (record: DecisionRecord) => void): OrderGuard {
  return orderGuard({ policies, markets: { BTCTRY: { base: 'BTC', quote: 'TRY' } }, onDecision })
}

/** What is wanted when a candle has closed: a purchase, at the market or lower; no order left; or nothing held either. */
export type ScriptedOrder = { readonly buy: number; readonly limit: number | null } | 'sell all' | 'cancel all'

/** Does what a list says, candle by candle. */
export function scriptedStrategy(orders: readonly (readonly ScriptedOrder[])[]): Strategy<Record<string, never>> {
  return defineStrategy({
    name: 'wisher',
    params: z.object({}),
    setup: () => ({
      onCandle(ctx) {
        for (const wish of orders[ctx.index] ?? []) {
          if (typeof wish !== 'string')
            ctx.buy({ quantity: wish.buy, ...(wish.limit === null ? {} : { limit: wish.limit }) })
          else ctx.cancelAll()
          if (wish === 'sell all' && ctx.position.isOpen) ctx.sell({ percentOfPosition: 100 })
        }
      },
    }),
  })
}
