import { defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'

/**
 * Buys once and never sells: the result that any other strategy has to beat.
 *
 * It pays the fee and fills at the open of the second candle, which is why its return is not exactly the
 * buy-and-hold figure of the statistics, a pure ratio of the last close to the first.
 */
export const buyAndHold = defineStrategy({
  name: 'buy-and-hold',
  description: 'Buys at the first opportunity and holds to the end',
  params: z.object({
    percent: z.number().gt(0).max(100).default(100).describe('Share of the equity to invest, in percent'),
  }),
  setup({ params }) {
    return {
      onCandle(ctx) {
        if (ctx.index === 0) ctx.buy({ percentOfEquity: params.percent })
      },
    }
  },
})
