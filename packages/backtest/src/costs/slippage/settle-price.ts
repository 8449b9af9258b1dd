import { Decimal, smaller } from '../../money/decimal.ts'
import type { Side } from '../../orders/terms.ts'
import { roundToTick } from '../../rules/rounding.ts'

/** What a sell is left with where slippage would take all of its price and no tick is known. */
const SMALLEST_PRICE = new Decimal(1n, 8)

/**
 * What every model ends with: the slipped price on the tick, rounded against the order; never better than `reference`;
 * and above zero, one tick (or a hundred-millionth) being the last price that a sell can fall to.
 */
export function settlePrice(side: Side, reference: Decimal, slipped: Decimal, tick: Decimal | null): Decimal {
  const isBetter = side === 'buy' ? slipped.compare(reference) < 0 : slipped.compare(reference) > 0
  const price = isBetter ? reference : slipped
  if (!price.isPositive) return smaller(reference, tick ?? SMALLEST_PRICE)
  if (tick === null) return price
  const rounded = roundToTick(price, tick, side)
  return rounded.isPositive ? rounded : smaller(reference, tick)
}
