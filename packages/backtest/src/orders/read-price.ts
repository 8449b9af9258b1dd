import { describeValue, shorten } from '../describe-value.ts'
import { type DecimalInput, toDecimal } from '../money/parse-decimal.ts'
import type { OrderPrice, Refusal } from './terms.ts'

/** A price in both of its forms, `null` where none is given, or the refusal of one that is no number above zero. */
export function readPrice(name: string, input: DecimalInput | undefined): OrderPrice | Refusal | null {
  if (input === undefined) return null
  const exact = toDecimal(input)
  if (exact?.isPositive) return { exact, mark: exact.toNumber() }
  return { reason: 'invalid_price', observed: `${name} ${asGiven(input)}`, limit: '> 0' }
}

/** A received number as a refusal shows it. */
export function asGiven(input: unknown): string {
  return typeof input === 'string' ? shorten(input) : describeValue(input)
}
