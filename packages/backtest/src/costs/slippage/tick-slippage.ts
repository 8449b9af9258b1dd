import { Decimal } from '../../money/decimal.ts'
import type { SlippageModel } from '../slippage.ts'
import { settlePrice } from './settle-price.ts'

/** `ticks` whole ticks worse; a market without a tick leaves the price as it is. */
export function tickSlippage(ticks: number): SlippageModel {
  const count = new Decimal(BigInt(ticks), 0)
  return {
    dependsOnQuantity: false,
    priceOf(side, price, _quantity, _candle, tick) {
      if (tick === null) return price
      const move = tick.times(count)
      return settlePrice(side, price, side === 'buy' ? price.plus(move) : price.minus(move), tick)
    },
  }
}
