import { fillRules, type RunSettings } from '@tezgah/backtest'
import { type Decimal, readDecimal } from '@tezgah/core/decimal'
import type { ExchangeHandle, FillModel } from '@tezgah/simulator'

const PLENTY = '1000000000'

/**
 * The rules by which a backtest with these settings fills orders, for the simulator.
 *
 * The engine knows no book: its price is the candle's. So an order trades at what the outside market traded at last, and
 * the book only has to have something to trade with. See `openBook`.
 *
 * @throws BacktestError `invalid_options` for a setting by which a fill depends on more than the order and the price
 * @throws RangeError for a path other than that of recorded candles
 */
export function engineFillModel(symbol: string, settings: RunSettings): FillModel {
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

/**
 * Lets every order buy at `price` and sell a tick below: the engine has no book, and its takers are filled in full there.
 *
 * The price comes from the rules. The book must not be dearer than that, since it decides whether an order meets it.
 */
export function openBook(exchange: ExchangeHandle, symbol: string, price: Decimal, tick: string): void {
  // A bid may stand at the price itself, and then nothing could be offered there.
  exchange.offer(symbol, 'buy', price.toString(), '0')
  exchange.offer(symbol, 'sell', price.toString(), PLENTY)
  exchange.offer(symbol, 'buy', price.minus(readDecimal(tick)).toString(), PLENTY)
}
