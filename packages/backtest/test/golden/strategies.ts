import { z } from 'zod'
import {
  type BuyOrder,
  crossedAbove,
  crossedBelow,
  defineStrategy,
  type OrderChange,
  type OrderRequest,
  type SellOrder,
  type Strategy,
  type StrategyContext,
} from '../../src/index.ts'

export type Action =
  | [index: number, verb: 'buy', order: BuyOrder]
  | [index: number, verb: 'sell', order: SellOrder]
  | [index: number, verb: 'oneCancelsOther', orders: OrderRequest[]]
  | [index: number, verb: 'modify', change: [nthPlaced: number, change: OrderChange]]
  | [index: number, verb: 'close', options: { tag?: string }]
  | [index: number, verb: 'cancel', orderId: number]
  | [index: number, verb: 'cancelAll', nothing: null]

const smaCross = defineStrategy({
  name: 'sma-cross',
  params: z.object({ fast: z.int(), slow: z.int() }),
  setup({ candles, params, indicators }) {
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

const rsiReversion = defineStrategy({
  name: 'rsi-reversion',
  params: z.object({ period: z.int(), buyBelow: z.number(), sellAbove: z.number() }),
  setup({ candles, params, indicators }) {
    const rsi = indicators.rsi(candles.close, params.period)
    return {
      onCandle(ctx) {
        if (!ctx.position.isOpen && rsi.at(0) < params.buyBelow) ctx.buy({ percentOfEquity: 100 })
        else if (ctx.position.isOpen && rsi.at(0) > params.sellAbove) ctx.close({ tag: 'recovered' })
      },
    }
  },
})

const donchianBreakout = defineStrategy({
  name: 'donchian-breakout',
  params: z.object({ entry: z.int(), exit: z.int() }),
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

const bollingerReversion = defineStrategy({
  name: 'bollinger-reversion',
  params: z.object({ period: z.int(), deviations: z.number() }),
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

const buyAndHold = defineStrategy({
  name: 'buy-and-hold',
  params: z.object({ percent: z.number() }),
  setup({ params }) {
    return {
      onCandle(ctx) {
        if (ctx.index === 0) ctx.buy({ percentOfEquity: params.percent })
      },
    }
  },
})

/** Does what the list says; `modify` names the nth order that it placed. */
function script(actions: readonly Action[]): Strategy {
  return defineStrategy({
    name: 'script',
    params: z.object({}),
    setup() {
      const placed: number[] = []
      let next = 0
      return {
        onCandle(ctx) {
          for (; next < actions.length && actions[next]![0] === ctx.index; next++) act(ctx, actions[next]!, placed)
        },
      }
    },
  })
}

function act(ctx: StrategyContext, [, verb, argument]: Action, placed: number[]): void {
  if (verb === 'buy') placed.push(ctx.buy(argument))
  else if (verb === 'sell') placed.push(ctx.sell(argument))
  else if (verb === 'oneCancelsOther') placed.push(...ctx.oneCancelsOther(argument))
  else if (verb === 'modify') ctx.modify(placed[argument[0]]!, argument[1])
  else if (verb === 'close') ctx.close(argument)
  else if (verb === 'cancel') ctx.cancel(argument)
  else ctx.cancelAll()
}

const byName: Readonly<Record<string, Strategy>> = Object.fromEntries(
  [smaCross, rsiReversion, donchianBreakout, bollingerReversion, buyAndHold].map((strategy) => [
    strategy.name,
    strategy,
  ]),
)

export function strategyFor(name: string, actions: readonly Action[] = []): Strategy {
  return name === 'script' ? script(actions) : byName[name]!
}
