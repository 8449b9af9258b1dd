import { Decimal, decimalFromNumber, ONE, powerOfTen, smaller } from '@tezgah/core/decimal'
import { boundSlippage, type SlippageModel } from './slippage.ts'

/**
 * Square-root market impact: `price × (1 ± coefficient × √(quantity / volume))`, where `volume` is what the whole candle
 * traded. The impact is at most `maximum`, a fraction below 1, which is also what a candle without volume costs.
 *
 * The root is a decimal of 12 significant digits, rounded against the order.
 */
export function volumeShareSlippage(coefficient: Decimal, maximum: Decimal): SlippageModel {
  const impactOf = (quantity: Decimal, volume: number): Decimal => {
    const root = volume > 0 ? squareRootUp(quantity, volume) : null
    return root === null ? maximum : smaller(coefficient.times(root), maximum)
  }
  return {
    dependsOnQuantity: true,
    priceOf(side, price, quantity, candle, tick) {
      const impact = impactOf(quantity, candle.volume)
      const factor = side === 'buy' ? ONE.plus(impact) : ONE.minus(impact)
      return boundSlippage(side, price, price.times(factor), tick)
    },
  }
}

const SIGNIFICANT_DIGITS = 12

/**
 * The smallest decimal of 12 significant digits that is not below `√(quantity / volume)`; `volume` is finite and above 0.
 *
 * A double finds it to the nearest digit, which its error cannot change by more than one; squaring that exactly tells
 * whether it is one too small.
 *
 * @returns `null` where the quotient is beyond the doubles
 */
export function squareRootUp(quantity: Decimal, volume: number): Decimal | null {
  const root = Math.sqrt(quantity.toNumber() / volume)
  if (!Number.isFinite(root)) return null
  const { nearest, step } = toSignificantDigits(root)
  const isBelow = nearest.times(nearest).times(decimalFromNumber(volume)).compare(quantity) < 0
  return isBelow ? nearest.plus(step) : nearest
}

function toSignificantDigits(value: number): { readonly nearest: Decimal; readonly step: Decimal } {
  const [mantissa = '', exponent] = value.toExponential(SIGNIFICANT_DIGITS - 1).split('e')
  const units = BigInt(mantissa.replace('.', ''))
  const scale = SIGNIFICANT_DIGITS - 1 - Number(exponent)
  if (scale >= 0) return { nearest: new Decimal(units, scale), step: new Decimal(1n, scale) }
  const unit = powerOfTen(-scale)
  return { nearest: new Decimal(units * unit, 0), step: new Decimal(unit, 0) }
}
