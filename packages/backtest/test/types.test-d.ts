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
// @ts-expect-error a sell is no share of equity
ctx.sell({ percentOfEquity: 50 })
// @ts-expect-error a sell has no amount
ctx.sell({ quoteAmount: 100 })
// @ts-expect-error a buy is no share of the position
ctx.buy({ percentOfPosition: 50 })
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
