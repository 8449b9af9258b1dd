const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/

/** Bits that are plenty for a quotient of doubles; anything beyond is cut so that neither side overflows. */
const KEPT_BITS = 512

/**
 * `(to / from − 1) × 100` of two exact decimals, as a double. The difference is taken exactly, so that a profit of one
 * unit in the last digit of a large account is not lost in rounding.
 *
 * @returns `null` where `from` is not above zero
 * @throws RangeError for a string that is not a plain decimal number
 */
export function exactChangePct(from: string, to: string): number | null {
  const start = parse(from)
  const end = parse(to)
  const places = Math.max(start.places, end.places)
  const base = start.digits * 10n ** BigInt(places - start.places)
  if (base <= 0n) return null
  const difference = end.digits * 10n ** BigInt(places - end.places) - base
  const cut = BigInt(Math.max(base.toString(16).length * 4 - KEPT_BITS, 0))
  return Number((difference * 100n) >> cut) / Number(base >> cut)
}

type Decimal = { readonly digits: bigint; readonly places: number }

function parse(text: string): Decimal {
  const match = PLAIN_DECIMAL.exec(text)
  if (!match) throw new RangeError(`an amount must be a plain decimal number such as '100000.00', received '${text}'`)
  const [, sign, whole, fraction = ''] = match
  const digits = BigInt(`${whole}${fraction}`)
  return { digits: sign === '-' ? -digits : digits, places: fraction.length }
}
