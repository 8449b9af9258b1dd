import { type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { describeValue } from '@tezgah/core/describe'

/** The double nearest to the multiple of a tick that lies nearest to `price`. */
export type PriceGrid = (price: number) => number

/** Decimals of the finest tick; 10^22 is the largest power of ten that a double holds exactly. */
const MAX_SCALE = 22

/**
 * Whole ticks divided once by a power of ten, so that a price has the very double that its decimal text has.
 *
 * @throws RangeError if the tick is not a decimal above 0
 */
export function priceGrid(tick: DecimalInput): PriceGrid {
  const value = toDecimal(tick)
  if (value === null || !value.isPositive || value.scale > MAX_SCALE) {
    throw new RangeError(`tick must be a decimal above 0, received ${describeValue(tick)}`)
  }
  const step = Number(value.units)
  const power = Number(`1e${value.scale}`)
  return (price) => (Math.round((price * power) / step) * step) / power
}
