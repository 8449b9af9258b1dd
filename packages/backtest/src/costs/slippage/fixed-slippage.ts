import type { Decimal } from '../../money/decimal.ts'
import type { SlippageModel } from '../slippage.ts'
import { settlePrice } from './settle-price.ts'

/** `amount` of quote currency worse for each base unit. */
export function fixedSlippage(amount: Decimal): SlippageModel {
  return {
    dependsOnQuantity: false,
    priceOf: (side, price, _quantity, _candle, tick) =>
      settlePrice(side, price, side === 'buy' ? price.plus(amount) : price.minus(amount), tick),
  }
}
