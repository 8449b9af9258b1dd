import { type Decimal, ONE, smaller } from '../../money/decimal.ts'
import type { SlippageModel } from '../slippage.ts'
import { rootOfShare } from './root-of-share.ts'
import { settlePrice } from './settle-price.ts'

/**
 * Square-root market impact: `price × (1 ± coefficient × √(quantity / volume))`, where `volume` is what the whole candle
 * traded. The impact is at most `maximum`, a fraction below 1, which is also what a candle without volume costs.
 *
 * The root is a decimal of 12 significant digits, rounded against the order.
 */
export function volumeShareSlippage(coefficient: Decimal, maximum: Decimal): SlippageModel {
  const impactOf = (quantity: Decimal, volume: number): Decimal => {
    const root = volume > 0 ? rootOfShare(quantity, volume) : null
    return root === null ? maximum : smaller(coefficient.times(root), maximum)
  }
  return {
    dependsOnQuantity: true,
    priceOf(side, price, quantity, candle, tick) {
      const impact = impactOf(quantity, candle.volume)
      const factor = side === 'buy' ? ONE.plus(impact) : ONE.minus(impact)
      return settlePrice(side, price, price.times(factor), tick)
    },
  }
}
