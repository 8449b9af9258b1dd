import { Decimal, ONE } from '../../money/decimal.ts'
import type { SlippageModel } from '../slippage.ts'
import { settlePrice } from './settle-price.ts'

const ONE_BASIS_POINT = new Decimal(1n, 4)

/** `price × (1 ± bps / 10000)`, exactly. */
export function basisPointSlippage(bps: Decimal): SlippageModel {
  const fraction = bps.times(ONE_BASIS_POINT)
  const buyFactor = ONE.plus(fraction)
  const sellFactor = ONE.minus(fraction)
  return {
    dependsOnQuantity: false,
    priceOf: (side, price, _quantity, _candle, tick) =>
      settlePrice(side, price, price.times(side === 'buy' ? buyFactor : sellFactor), tick),
  }
}
