import { BacktestError } from '../errors.ts'

/**
 * Prices and quantities each have their range; what they come to may still be more than a double holds, and no figure that
 * is made of infinities would mean anything.
 *
 * @param equity - one mark per candle
 * @throws BacktestError `invalid_candles` naming the first candle whose equity is not finite
 */
export function requireFiniteEquity(equity: Float64Array, time: Float64Array): void {
  const index = equity.findIndex((value) => !Number.isFinite(value))
  if (index === -1) return
  const when = new Date(time[index]!).toISOString()
  const message = `candles: equity at candle ${index} (${when}) is beyond the range of a double, about 1.8e308; the price is no market's`
  throw new BacktestError('invalid_candles', message, { field: 'candles' })
}
