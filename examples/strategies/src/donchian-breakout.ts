import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'

/**
 * Buys strength, after Richard Donchian's channel rule: a close above everything the last candles reached.
 *
 * The channel is read one candle back. The present candle's own high is never below its close, so a channel that
 * included it could not be broken, and one that included its low could not be left either.
 */
export const donchianBreakout = defineStrategy({
  name: 'donchian-breakout',
  description: 'Buys a close above the highest high of the previous candles, sells one below their lowest low',
  params: z.object({
    entry: z.int().min(2).max(1000).default(20).describe('Previous candles whose highest high must be passed to buy'),
    exit: z.int().min(2).max(1000).default(10).describe('Previous candles whose lowest low ends the position'),
  }),
  setup({ candles, params, indicators }) {
    const ceiling = indicators.highest(candles.high, params.entry)
    const floor = indicators.lowest(candles.low, params.exit)
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (!ctx.position.isOpen && close > ceiling.at(1)) ctx.buy({ percentOfEquity: 100 })
        else if (ctx.position.isOpen && close < floor.at(1)) ctx.close({ tag: 'channel-low' })
      },
    }
  },
})
