import { BacktestError, defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'

/**
 * Buys exhaustion: after a fall strong enough to push the RSI under a threshold, holds until it has recovered.
 *
 * Two thresholds instead of one keep it from trading back and forth while the RSI hovers around a single line.
 */
export const rsiReversion = defineStrategy({
  name: 'rsi-reversion',
  description: 'Buys when the RSI falls below one threshold, sells when it has risen above another',
  params: z.object({
    period: z.int().min(2).max(200).default(14).describe('Candles in the RSI'),
    buyBelow: z.number().min(1).max(99).default(30).describe('Buy when the RSI is below this; must be below sellAbove'),
    sellAbove: z.number().min(1).max(99).default(55).describe('Sell when the RSI is above this'),
  }),
  setup({ candles, params, indicators }) {
    if (params.buyBelow >= params.sellAbove) {
      const message = `params.buyBelow: must be below sellAbove (${params.sellAbove}), received ${params.buyBelow}`
      throw new BacktestError('invalid_params', message, { field: 'params.buyBelow' })
    }
    const rsi = indicators.rsi(candles.close, params.period)
    return {
      onCandle(ctx) {
        // NaN until the RSI is warm: every comparison with it is false, so nothing happens before.
        const now = rsi.at(0)
        if (!ctx.position.isOpen && now < params.buyBelow) ctx.buy({ percentOfEquity: 100 })
        else if (ctx.position.isOpen && now > params.sellAbove) ctx.close({ tag: 'recovered' })
      },
    }
  },
})
