/** An exact fraction; the denominator is above zero. */
export type Rational = { readonly n: bigint; readonly d: bigint }

const ULP = 10n ** 18n

export const rational = (n: bigint | number, d: bigint = 1n): Rational => ({ n: BigInt(n), d })

/** Reads plain decimal text. */
export function read(text: string): Rational {
  const [whole = '0', decimals = ''] = text.split('.')
  return { n: BigInt(whole + decimals), d: 10n ** BigInt(decimals.length) }
}

export const plus = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
export const minus = (a: Rational, b: Rational): Rational => plus(a, { n: -b.n, d: b.d })
export const times = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d })
export const over = (a: Rational, b: Rational): Rational => {
  const [n, d] = [a.n * b.d, a.d * b.n]
  return d < 0n ? { n: -n, d: -d } : { n, d }
}
export const compare = (a: Rational, b: Rational): number =>
  Number(a.n * b.d > b.n * a.d) - Number(a.n * b.d < b.n * a.d)
export const highest = (...all: readonly Rational[]): Rational => all.reduce((a, b) => (compare(a, b) < 0 ? b : a))
export const lowest = (...all: readonly Rational[]): Rational => all.reduce((a, b) => (compare(a, b) > 0 ? b : a))
export const isMultiple = (a: Rational, step: Rational): boolean => (a.n * step.d) % (a.d * step.n) === 0n

/** How many units in the last place, the 18th decimal, fit into it. */
export const ulps = ({ n, d }: Rational): bigint => {
  const scaled = n * ULP
  return scaled / d - (scaled % d < 0n ? 1n : 0n)
}

/** Rounded up in the 18th decimal. */
export function roundedUp(value: Rational): Rational {
  const whole = ulps(value)
  return { n: whole * value.d === value.n * ULP ? whole : whole + 1n, d: ULP }
}

/** Decimal text of so many units in the last place. */
export function textOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(19, '0')
  const decimals = digits.slice(-18).replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${digits.slice(0, -18)}${decimals === '' ? '' : `.${decimals}`}`
}
