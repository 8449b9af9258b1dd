import { defineStrategy, type StrategyContext } from '@tezgah/backtest'
import { z } from 'zod'

/** Between two prices of the candles, which are whole tens: so no open ever equals the price of an order that meets it. */
const between = (price: number) => Math.floor(price / 10) * 10 + 5

const isWorking = (ctx: StrategyContext, id: number | null) => id !== null && ctx.orderState(id)?.status === 'working'

/** Buys dips with a resting limit; then a stop protects one half and a limit takes profit with the other. */
export const dipBuyer = defineStrategy({
  name: 'dip-buyer',
  params: z.object({}),
  setup({ candles }) {
    let buy: number | null = null
    let age = 0
    let exits: number[] = []
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (isWorking(ctx, buy)) {
          if (++age === 6) ctx.cancel(buy!)
        } else if (!ctx.position.isOpen) {
          ctx.cancelAll()
          buy = ctx.buy({ quantity: '0.01', limit: between(close * 0.996) })
          ;[age, exits] = [0, []]
        } else if (exits.length === 0) {
          exits = [
            ctx.sell({ quantity: '0.005', stop: between(close * 0.993) }),
            ctx.sell({ quantity: '0.005', limit: between(close * 1.005) }),
          ]
        } else if (!exits.some((id) => isWorking(ctx, id))) exits = []
      },
    }
  },
})

/** Enters with everything, protects it with a stop, and gives up after some candles. */
export const protectedTrend = defineStrategy({
  name: 'protected-trend',
  params: z.object({}),
  setup({ candles }) {
    let heldFor = 0
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (!ctx.position.isOpen) {
          heldFor = 0
          if (close > candles.open.at(0)) ctx.buy({ percentOfEquity: 60 })
        } else if (++heldFor === 1)
          ctx.sell({ percentOfPosition: 100, stop: between(ctx.position.averagePrice * 0.994) })
        else if (heldFor > 9) ctx.close()
      },
    }
  },
})

/** Orders that name money, as BTCTurk's purchases do: market buys, and stop buys above the market. */
export const moneySpender = defineStrategy({
  name: 'money-spender',
  params: z.object({}),
  setup({ candles }) {
    let entry: number | null = null
    return {
      onCandle(ctx) {
        const close = candles.close.at(0)
        if (ctx.index % 11 === 3) ctx.buy({ quoteAmount: '15000' })
        if (ctx.index % 4 === 0 && !isWorking(ctx, entry)) {
          entry = ctx.buy({ quoteAmount: '20000', stop: between(close * 1.004) })
        }
        if (ctx.index % 5 === 0 && ctx.position.quantity > 0.004) ctx.sell({ quantity: '0.004' })
      },
    }
  },
})
