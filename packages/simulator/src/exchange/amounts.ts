import { type FixedPoint, fixedPoint } from '@tezgah/core/fixed-point'

/** An exact decimal: an integer count of 10⁻¹⁶, the finest step that the exchange writes. */
export type Amount = bigint

export const DECIMALS = 16

const amounts: FixedPoint = fixedPoint(DECIMALS, { maxDigits: 46, maxWholeDigits: 30, leadingZeros: true })

export const UNIT: Amount = amounts.unit
export const parseAmount: FixedPoint['parse'] = amounts.parse
/** For literals and checked texts. */
export const amountOf: FixedPoint['read'] = amounts.read
/** The nearest amount of a double. Only for data that was a double before, such as a candle. */
export const amountOfNumber: FixedPoint['fromNumber'] = amounts.fromNumber
export const formatAmount: FixedPoint['format'] = amounts.format
/** With exactly so many decimals; further ones are cut. */
export const formatFixed: FixedPoint['toFixed'] = amounts.toFixed
/** The nearest double, for rates and statistics only. */
export const toNumber: FixedPoint['toNumber'] = amounts.toNumber
export const multiplyDown: FixedPoint['multiplyDown'] = amounts.multiplyDown
export const multiplyUp: FixedPoint['multiplyUp'] = amounts.multiplyUp
export const decimalsOf: FixedPoint['placesOf'] = amounts.placesOf
