import { Decimal } from './decimal.ts'

export function negated(value: Decimal): Decimal {
  return new Decimal(-value.units, value.scale)
}

export function magnitude(value: Decimal): Decimal {
  return value.units < 0n ? negated(value) : value
}
