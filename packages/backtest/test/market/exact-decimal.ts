import type { Decimal } from '../../src/money/decimal.ts'
import { type DecimalInput, toDecimal } from '../../src/money/parse-decimal.ts'

/** The decimal that a sound input spells. */
export function exact(input: DecimalInput): Decimal {
  const value = toDecimal(input)
  if (value === null) throw new Error(`no decimal: ${input}`)
  return value
}
