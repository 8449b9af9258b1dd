// Compiled by `tsc -b`, never run: requests that must not compile do not, and the sound ones do.
import {
  type BacktestOptions,
  backtest,
  type CandleSeries,
  createBacktest,
  defineStrategy,
  restoreBacktest,
  type Snapshot,
  type Strategy,
  type StrategyContext,
} from '@tezgah/backtest'
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

const typed = defineStrategy({
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

declare const candles: CandleSeries
declare const snapshot: Snapshot
backtest({ strategy: typed, candles, params: { mode: 'a' } })
createBacktest({ strategy: typed, candles, params: { fast: 2, mode: 'b' } })
// @ts-expect-error no such parameter
backtest({ strategy: typed, candles, params: { fats: 2, mode: 'b' } })
// @ts-expect-error a parameter of another type
createBacktest({ strategy: typed, candles, params: { fast: '2', mode: 'b' } })
// @ts-expect-error no such choice
restoreBacktest({ strategy: typed, candles, params: { mode: 'c' } }, snapshot)
// @ts-expect-error a parameter without a default is left out
backtest({ strategy: typed, candles, params: { fast: 2 } })

const dated = defineStrategy({
  name: 'dated',
  params: z.object({ from: z.string().transform((text) => new Date(text)) }),
  setup: ({ params }) => ({ onCandle: () => void params.from.getTime() }),
})
// A run gives what the schema reads, not what it makes of it.
backtest({ strategy: dated, candles, params: { from: '2024-01-01' } })
// @ts-expect-error what the schema makes of it
backtest({ strategy: dated, candles, params: { from: new Date(0) } })

// One of several: what any of them accepts.
declare const one: typeof typed | typeof dated
backtest({ strategy: one, candles, params: { mode: 'a' } })
// @ts-expect-error no parameter of either
backtest({ strategy: one, candles, params: { mode: 'a', perod: 5 } })

// Of a strategy that is known only while the program runs, parameters are checked then.
declare const loaded: Strategy
const options: BacktestOptions = { strategy: typed, candles, params: { perod: 5 } }
backtest(options)
backtest({ strategy: loaded, candles, params: { perod: 5 } })
