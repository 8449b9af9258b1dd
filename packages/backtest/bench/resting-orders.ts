import { backtest, defineStrategy } from '@tezgah/backtest'
import { z } from 'zod'
import { seededCandles } from './candles.ts'
import { measure } from './measure.ts'

const LENGTH = Number(process.env['BENCH_CANDLES'] ?? 1_000_000)
const ORDERS = 100_000
const INITIAL_CASH = 1e15

/** Places its orders on the first candle, so far below the market that none of them is ever reached. */
const farBelow = defineStrategy({
  name: 'far-below',
  params: z.object({ orders: z.int().min(0) }),
  setup: ({ candles, params }) => ({
    onCandle(ctx) {
      if (ctx.index > 0) return
      const price = candles.close.at(0) / 100
      for (let order = 0; order < params.orders; order++)
        ctx.buy({ quantity: 1, limit: Math.round(price - order / 100) })
    },
  }),
})

const candles = seededCandles(LENGTH)
for (const orders of [0, ORDERS]) {
  measure(
    `${orders} resting orders that no candle touches`,
    'candles',
    LENGTH,
    () => backtest({ strategy: farBelow, candles, params: { orders }, account: { initialCash: INITIAL_CASH } }).account,
    ({ cash }) => cash === String(INITIAL_CASH),
  )
}
