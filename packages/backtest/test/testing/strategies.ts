import {
  crossedAbove,
  crossedBelow,
  defineStrategy,
  type Strategy,
  type StrategyContext,
  type StrategySetup,
} from '@tezgah/backtest'
import { z } from 'zod'

type Empty = Record<string, never>

/** A strategy without parameters that does `onCandle` at each close. */
export function strategyOf(
  onCandle: (context: StrategyContext, setup: StrategySetup<Empty>) => void,
  name = 'planned',
): Strategy<Empty> {
  return defineStrategy({ name, params: z.object({}), setup: (input) => ({ onCandle: (ctx) => onCandle(ctx, input) }) })
}

/** Follows a plan: what to do when the candle of an index has closed. */
export function planned(plan: Readonly<Record<number, (context: StrategyContext) => void>>): Strategy<Empty> {
  return strategyOf((context) => plan[context.index]?.(context))
}

/** An honest strategy whose memory is its slow period. */
export const smaCross: Strategy<{ fast: number; slow: number }> = defineStrategy({
  name: 'sma-cross',
  params: z.object({ fast: z.int().min(1).default(2), slow: z.int().min(2).default(5) }),
  setup({ candles, params, indicators }) {
    const fast = indicators.sma(candles.close, params.fast)
    const slow = indicators.sma(candles.close, params.slow)
    return {
      onCandle(ctx) {
        if (crossedAbove(fast, slow)) ctx.buy({ percentOfEquity: 100, tag: 'up' })
        else if (crossedBelow(fast, slow)) ctx.close({ tag: 'down' })
      },
    }
  },
})
