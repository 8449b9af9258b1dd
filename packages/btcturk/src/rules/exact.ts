import { Decimal } from 'decimal.js'

/** A decimal of the package that takes part in no global setting: 80 digits hold any product of two wire values. */
export const Exact: typeof Decimal = Decimal.clone({ defaults: true, precision: 80, toExpNeg: -100, toExpPos: 100 })

/** Exact decimals on the way into an order: text or a `Decimal` of decimal.js, never a `number`. */
export type DecimalInput = string | Decimal

/** @returns `null` where `value` is no decimal of up to 12 digits before the dot, above 0 */
export function positiveDecimal(value: unknown): Decimal | null {
  const text = Decimal.isDecimal(value) ? (value as Decimal).toFixed() : value
  if (typeof text !== 'string' || !/^\d{1,12}(\.\d{1,60})?$/.test(text)) return null
  const decimal = new Exact(text)
  return decimal.isPositive() && !decimal.isZero() ? decimal : null
}
