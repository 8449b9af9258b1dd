import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'

/**
 * Buys stretched falls: a close under the lower Bollinger band, held until price is back at the average.
 *
 * The band widens with volatility, so the same number of deviations asks for a deeper fall in a wild market. There is
 * no stop: in a lasting decline the average comes down to the price, and the exit is then a loss.
 */
export const bollingerReversion = defineStrategy({
  name: 'bollinger-reversion',
  description: 'Buys a close below the lower Bollinger band, sells at the middle band',
  params: z.object({
    period: z.int().min(2).max(500).default(20).describe('Candles in the average and its deviation'),
    deviations: z.number().min(0.1).max(5).default(2).describe('Standard deviations from the average to the band'),
  }),
  setup({ candles, params, indicators }) {
    const bands = indicators.bollinger(candles.close, params.period, params.deviations)
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (!ctx.position.isOpen && close < bands.lower.at(0)) ctx.buy({ percentOfEquity: 100 })
        else if (ctx.position.isOpen && close >= bands.middle.at(0)) ctx.close({ tag: 'back-at-average' })
      },
    }
  },
})
