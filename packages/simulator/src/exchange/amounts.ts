/** An exact decimal: an integer count of 10⁻¹⁶, the finest step that the exchange writes. */
export type Amount = bigint

export const DECIMALS = 16
export const UNIT: Amount = 10n ** 16n

const PATTERN = /^(-?)(\d{1,30})(?:\.(\d{1,16}))?$/

/** @returns `null` where `text` is no plain decimal of up to 30 digits and 16 decimals */
export function parseAmount(text: string): Amount | null {
  const match = PATTERN.exec(text)
  if (match === null) return null
  const [, sign, whole = '', fraction = ''] = match
  const value = BigInt(whole + fraction.padEnd(DECIMALS, '0'))
  return sign === '-' ? -value : value
}

/** For literals and checked values. @throws RangeError where `text` is no plain decimal */
export function amountOf(text: string): Amount {
  const value = parseAmount(text)
  if (value === null) throw new RangeError(`'${text}' is no decimal of up to 30 digits and 16 decimals`)
  return value
}

/** The nearest amount of a double. Only for data that was a double before, such as a candle. */
export function amountOfNumber(value: number, decimals: number): Amount {
  return amountOf(value.toFixed(Math.min(decimals, DECIMALS)))
}

/** Without padding: `0.1`, `12`, `-3.5`. */
export function formatAmount(amount: Amount): string {
  const sign = amount < 0n ? '-' : ''
  const absolute = amount < 0n ? -amount : amount
  const fraction = absolute % UNIT
  const whole = `${sign}${absolute / UNIT}`
  return fraction === 0n ? whole : `${whole}.${fraction.toString().padStart(DECIMALS, '0').replace(/0+$/, '')}`
}

/** With exactly `decimals` of them; further ones are cut. A value that becomes zero keeps no sign. */
export function formatFixed(amount: Amount, decimals: number): string {
  const step = 10n ** BigInt(DECIMALS - decimals)
  const cut = amount / step
  const digits = (cut < 0n ? -cut : cut).toString().padStart(decimals + 1, '0')
  const split = digits.length - decimals
  return `${cut < 0n ? '-' : ''}${digits.slice(0, split)}${decimals === 0 ? '' : `.${digits.slice(split)}`}`
}

/** The nearest double, for rates and statistics only. */
export function toNumber(amount: Amount): number {
  return Number(formatAmount(amount))
}

/** Product of two amounts that are not negative, cut to 16 decimals. */
export function multiplyDown(left: Amount, right: Amount): Amount {
  return (left * right) / UNIT
}

/** Product of two amounts that are not negative, rounded up at 16 decimals. */
export function multiplyUp(left: Amount, right: Amount): Amount {
  return divideUp(left * right, UNIT)
}

/** Number of decimals in use. */
export function decimalsOf(amount: Amount): number {
  let rest = amount % UNIT
  if (rest === 0n) return 0
  let decimals = DECIMALS
  while (rest % 10n === 0n) {
    rest /= 10n
    decimals -= 1
  }
  return decimals
}

export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

function divideUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}

export function smaller(left: Amount, right: Amount): Amount {
  return left < right ? left : right
}

export function larger(left: Amount, right: Amount): Amount {
  return left > right ? left : right
}
