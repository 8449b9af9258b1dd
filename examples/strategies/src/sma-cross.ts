import { BacktestError, crossedAbove, crossedBelow, defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'

/**
 * Follows the trend: holds while a fast moving average stands above a slow one.
 *
 * It acts on the crossing, not on the state, so a run that begins in the middle of a trend waits for the next one
 * instead of buying at an arbitrary moment.
 */
export const smaCross = defineStrategy({
  name: 'sma-cross',
  description: 'Buys when a fast moving average crosses above a slow one, sells when it crosses below',
  params: z.object({
    fast: z.int().min(1).max(500).default(10).describe('Candles in the fast average; must be below slow'),
    slow: z.int().min(2).max(1000).default(30).describe('Candles in the slow average'),
  }),
  setup({ candles, params, indicators }) {
    if (params.fast >= params.slow) {
      const message = `params.fast: must be below slow (${params.slow}), received ${params.fast}`
      throw new BacktestError('invalid_params', message, { field: 'params.fast' })
    }
    const fast = indicators.sma(candles.close, params.fast)
    const slow = indicators.sma(candles.close, params.slow)
    return {
      onCandle(ctx) {
        if (crossedAbove(fast, slow)) ctx.buy({ percentOfEquity: 100 })
        else if (crossedBelow(fast, slow)) ctx.close()
      },
    }
  },
})
