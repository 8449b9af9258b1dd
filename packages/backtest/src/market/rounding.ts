import { ceilQuotient, type Decimal, type DecimalInput, floorToStep, ONE, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'
import type { Side } from '../orders/terms.ts'

/**
 * What a price is for: the price of a `fill`, the trigger of a `stop`, or the bound of a `limit`.
 */
export type PriceKind = 'fill' | 'stop' | 'limit'

/** `price`, 0 or more, as a multiple of `tick`, never to the advantage of `side`; see {@link roundPrice}. */
export function roundToTick(price: Decimal, tick: Decimal, side: Side, kind: PriceKind = 'fill'): Decimal {
  const isUp = (side === 'buy') !== (kind === 'limit')
  return isUp ? ceilQuotient(price, ONE, tick) : floorToStep(price, tick)
}

/**
 * Rounds a price to the market's tick, never in the user's favour.
 *
 * - `fill` (default) and `stop`: a buy up, a sell down, so that it trades at the worse price.
 * - `limit`: a buy down, a sell up, so that it is never easier to fill than asked for and never trades beyond what was
 *   asked for.
 *
 * @param price - quote currency, 0 or more
 * @param tick - quote currency, above 0
 * @returns the exact decimal as text; `'0'` where a price below one tick is rounded down
 * @throws RangeError if `price` or `tick` is out of its range
 */
export function roundPrice(price: DecimalInput, tick: DecimalInput, side: Side, kind: PriceKind = 'fill'): string {
  return roundToTick(notNegative('price', price), positive('tick', tick), side, kind).toString()
}

/**
 * Rounds a quantity down to the market's lot, so that no order trades more than was asked for.
 *
 * @param quantity - base units, 0 or more
 * @param lot - base units, above 0
 * @returns the exact decimal as text; `'0'` where it is less than one lot
 * @throws RangeError if `quantity` or `lot` is out of its range
 */
export function roundQuantity(quantity: DecimalInput, lot: DecimalInput): string {
  return floorToStep(notNegative('quantity', quantity), positive('lot', lot)).toString()
}

function notNegative(name: string, input: DecimalInput): Decimal {
  const value = toDecimal(input)
  if (value !== null && value.units >= 0n) return value
  throw new RangeError(`${name} must be a decimal from 0, received ${describeValue(input)}`)
}

function positive(name: string, input: DecimalInput): Decimal {
  const value = toDecimal(input)
  if (value?.isPositive) return value
  throw new RangeError(`${name} must be a decimal above 0, received ${describeValue(input)}`)
}
