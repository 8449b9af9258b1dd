// Compiled by `tsc -b`, never run: requests that must not compile do not, and the sound ones do.
import { defineStrategy, type StrategyContext } from '@tezgah/backtest'
import { z } from 'zod'

declare const ctx: StrategyContext

ctx.buy({ quantity: 1 })
ctx.buy({ quoteAmount: '100', limit: 90, stop: '91', tag: 'dip' })
ctx.buy({ percentOfEquity: 100 })
ctx.buy({ percentOfCash: '12.5' })
ctx.sell({ quantity: '0.1' })
ctx.sell({ percentOfPosition: 50, stop: 90 })

// An account that sells short opens with either side, so that both take every size.
ctx.sell({ percentOfEquity: 50, positionSide: 'short' })
ctx.sell({ quoteAmount: 100, timeInForce: 'IOC' })
ctx.buy({ percentOfPosition: 50, reduceOnly: true })
ctx.buy({ riskPercent: 1, stopLoss: 95 })
ctx.buy({ volatilityTarget: { percent: 1, of: 2.5 } })
ctx.buy({ quantity: 1, touch: 95, limit: '96', goodTill: 86_400_000 })
ctx.buy({ quantity: 1, limit: 95, postOnly: true, symbol: 'BTCTRY' })
ctx.sell({ quantity: 1, trail: { amount: 5, activation: 110 } })
ctx.sell({ quantity: 1, trail: { percent: '2.5' } })
ctx.buy({ quantity: 1, stopLoss: { price: 95, limit: 94, tag: 'out' }, takeProfit: { percent: 10 } })
ctx.buy({ quantity: 1, stopLoss: { trail: { percent: 5 } }, takeProfit: '110' })
ctx.buy({ quantity: 1, onFill: [{ side: 'sell', quantity: 1, limit: 110 }] })
ctx.target({ BTCTRY: 50, ETHTRY: '-25.5' })
const ids: number[] = ctx.oneCancelsOther([
  { side: 'buy', quantity: 1, limit: 95 },
  { side: 'buy', quoteAmount: 100, stop: 105 },
])
const last: number | null = ctx.close({ symbol: 'BTCTRY', tag: 'enough' })
void [ids, last]

const outcome = ctx.modify(1, { limit: 95, quantity: '2' })
if (!outcome.accepted) void outcome.reason.length
// @ts-expect-error an accepted change has no reason
if (outcome.accepted) void outcome.reason

// @ts-expect-error a change of something that cannot be changed
ctx.modify(1, { tag: 'new' })
// @ts-expect-error a trail has one distance
ctx.sell({ quantity: 1, trail: {} })
// @ts-expect-error an indicator needs its factor
ctx.sell({ quantity: 1, trail: { indicator: { at: () => 1 } } })
// @ts-expect-error an order of several needs its side
ctx.oneCancelsOther([{ quantity: 1, limit: 95 }])
// @ts-expect-error no such time in force
ctx.buy({ quantity: 1, timeInForce: 'DAY' })
// @ts-expect-error two sizes, with an exit beside them
ctx.buy({ riskPercent: 1, quantity: 1, stopLoss: 95 })
// @ts-expect-error no size
ctx.buy({})
// @ts-expect-error a price alone is no size
ctx.buy({ limit: 90 })
// @ts-expect-error two sizes
ctx.buy({ quantity: 1, quoteAmount: 100 })
// @ts-expect-error two sizes
ctx.buy({ percentOfEquity: 50, percentOfCash: 50 })
// @ts-expect-error two sizes
ctx.sell({ quantity: 1, percentOfPosition: 50 })
// @ts-expect-error an unknown key
ctx.buy({ quantity: 1, price: 90 })
// @ts-expect-error a BigInt is no decimal input
ctx.buy({ quantity: 1n })
// @ts-expect-error the position is not the strategy's to change
ctx.position.quantity = 5

defineStrategy({
  name: 'typed',
  params: z.object({ fast: z.int().default(10), mode: z.enum(['a', 'b']) }),
  setup({ candles, params, indicators }) {
    const fast: number = params.fast
    const mode: 'a' | 'b' = params.mode
    // @ts-expect-error no such parameter
    void params.slow
    // @ts-expect-error an indicator reads a view, not a number
    void indicators.sma(candles.close.at(0), fast)
    return { onCandle: () => void mode }
  },
})
