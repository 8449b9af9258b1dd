import { type Decimal, type DecimalInput, toDecimal } from '@tezgah/core/decimal'

/** The decimal that a sound input spells. */
export function exact(input: DecimalInput): Decimal {
  const value = toDecimal(input)
  if (value === null) throw new Error(`no decimal: ${input}`)
  return value
}
