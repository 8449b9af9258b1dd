export {
  Decimal,
  HUNDRED,
  LARGEST_EXACT_POWER,
  larger,
  ONE,
  POWERS_AS_DOUBLE,
  percentOf,
  powerOfTen,
  smaller,
  ZERO,
} from './decimal.ts'
export { absoluteDecimal, addDecimals, canonicalDecimal, compareDecimals, negateDecimal } from './decimal-text.ts'
export {
  type DecimalInput,
  decimalFromNumber,
  MAX_DECIMAL_DIGITS,
  parseDecimal,
  readDecimal,
  type SmallDecimal,
  smallFromDecimal,
  smallFromNumber,
  toDecimal,
} from './parse-decimal.ts'
export { ceilQuotient, ceilToStep, floorQuotient, floorToStep, isMultipleOf } from './rounding.ts'
