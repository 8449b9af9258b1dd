import { fillRules, type RunSettings } from '@tezgah/backtest'
import type { FillModel } from '@tezgah/simulator'

/**
 * The rules by which a backtest with these settings fills orders, for the simulator.
 *
 * The engine knows no book: its price is the candle's. So an order trades at what the outside market traded at last, and
 * the book only has to have something to trade with. See `openBook`.
 *
 * @throws BacktestError `invalid_options` for a setting by which a fill depends on more than the order and the price
 * @throws RangeError for a path other than that of recorded candles
 */
export function engineRules(symbol: string, settings: RunSettings): FillModel {
  const path = settings.execution?.path
  if (path !== 'nearestExtremeFirst') {
    throw new RangeError(`execution.path must be nearestExtremeFirst, as the simulator plays candles, received ${path}`)
  }
  const rules = fillRules(symbol, settings)
  return {
    tradePrice({ side, quantity, limitPrice, stopPrice, liquidity, marketPrice, arrival }) {
      const question = { side, quantity, price: marketPrice, arrival, isResting: liquidity === 'maker' }
      if (limitPrice !== null) return rules.fill({ ...question, limit: limitPrice })?.price ?? null
      return rules.fill({ ...question, stop: stopPrice ?? undefined })?.price ?? null
    },
    triggers: ({ side, stopPrice }, _lastPrice, marketPrice) => rules.reachesStop(side, stopPrice, marketPrice),
    feeRate: (liquidity, _quote, level) => rules.feeRate(liquidity, level),
  }
}
