import { Decimal } from '../../money/decimal.ts'
import type { SlippageModel } from '../slippage.ts'
import { basisPointSlippage } from './basis-points.ts'
import { fixedSlippage } from './fixed-slippage.ts'

const HALF = new Decimal(5n, 1)

/** Candles show the middle; a taker buys at the ask and sells at the bid, half of `spread` (quote currency) away. */
export function halfSpread(spread: Decimal): SlippageModel {
  return fixedSlippage(spread.times(HALF))
}

/** {@link halfSpread} with the spread in hundredths of a percent of the price. */
export function halfSpreadBps(spreadBps: Decimal): SlippageModel {
  return basisPointSlippage(spreadBps.times(HALF))
}
