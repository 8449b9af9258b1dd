import { InvalidArgumentError } from 'commander'

const DECIMAL = /^\d{1,30}(?:\.\d{1,30})?$/

/**
 * A decimal kept as text, so that the engine reads exactly the digits that were typed.
 *
 * Whether it is in range is the engine's to say.
 */
export function parseDecimalText(text: string): string {
  if (!DECIMAL.test(text))
    throw new InvalidArgumentError('Give a decimal number of 0 or more, for example 100000 or 0.001.')
  return text
}

/** A number of 0 or more. */
export function parseNumber(text: string): number {
  return Number(parseDecimalText(text))
}

/** A whole number from 0 to 2^53 − 1, the largest that is exact. */
export function parseSeed(text: string): number {
  const seed = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(seed)) return seed
  throw new InvalidArgumentError(`Give a whole number from 0 to ${Number.MAX_SAFE_INTEGER}.`)
}
