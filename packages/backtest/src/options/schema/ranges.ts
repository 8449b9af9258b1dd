import { Decimal, ONE } from '../../money/decimal.ts'

/** A set of decimals, with the words that an error message uses for it. */
export type Range = { readonly text: string; readonly contains: (value: Decimal) => boolean }

function whole(value: number): Decimal {
  return new Decimal(BigInt(value), 0)
}

function below(limit: Decimal, text: string): Range {
  return {
    text: `a decimal from 0 up to, not including, ${text}`,
    contains: (value) => value.units >= 0n && value.compare(limit) < 0,
  }
}

function between(least: number, most: number): Range {
  const [low, high] = [whole(least), whole(most)]
  return {
    text: `a decimal from ${least} to ${most}`,
    contains: (value) => value.compare(low) >= 0 && value.compare(high) <= 0,
  }
}

export const POSITIVE: Range = { text: 'a decimal above 0', contains: (value) => value.isPositive }
export const NOT_NEGATIVE: Range = { text: 'a decimal from 0', contains: (value) => value.units >= 0n }
/** A fee or an impact that leaves something of the price. */
export const FRACTION: Range = below(ONE, '1')
export const BASIS_POINTS: Range = below(whole(10_000), '10000')
export const LEVERAGE: Range = between(1, 1000)
export const BORROW_RATE: Range = between(0, 10)
export const COEFFICIENT: Range = between(0, 100)
/** A part of something, of which at least a little is left. */
export const PART: Range = {
  text: 'a decimal above 0 up to 1',
  contains: (value) => value.isPositive && value.compare(ONE) <= 0,
}
