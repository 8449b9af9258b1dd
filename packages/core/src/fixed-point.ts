/** What {@link FixedPoint.parse} accepts. */
export type FixedPointOptions = {
  /** Most digits of a text, decimals included. Default 40. */
  readonly maxDigits?: number
  /** Most digits before the point. Default `maxDigits`. */
  readonly maxWholeDigits?: number
  /** Whether zeros in front such as in `007` are accepted. Default false. */
  readonly leadingZeros?: boolean
}

/** Decimals of a fixed number of places as bigints: a value is a whole count of `10^-places`. */
export type FixedPoint = {
  readonly places: number
  /** The value 1. The product of two values is in units of `unit * unit`. */
  readonly unit: bigint
  /** Reads plain decimal text exactly: no exponent, no plus, no blanks; `null` for anything else. */
  parse(text: unknown): bigint | null
  /** As `parse`, for literals and checked texts. @throws RangeError where `text` is not such a decimal */
  read(text: string): bigint
  /** Without padding: `0.1`, `12`, `-3.5`. */
  format(value: bigint): string
  /** With exactly `decimals` of them, `places` at most; further ones are cut. A value that becomes zero has no sign. */
  toFixed(value: bigint, decimals: number): string
  /** A double rounded to `decimals`, `places` at most. @throws RangeError where it is not finite or too large */
  fromNumber(value: number, decimals: number): bigint
  /** The nearest double. */
  toNumber(value: bigint): number
  /** Product of two values that are not negative, cut to `places`. */
  multiplyDown(a: bigint, b: bigint): bigint
  /** Product of two values that are not negative, rounded up at `places`. */
  multiplyUp(a: bigint, b: bigint): bigint
  /** Number of decimals in use. */
  placesOf(value: bigint): number
}

/** @param places - decimals that a value has room for, a whole number from 1 */
export function fixedPoint(places: number, options: FixedPointOptions = {}): FixedPoint {
  const { maxDigits = 40, leadingZeros = false } = options
  const maxWholeDigits = options.maxWholeDigits ?? maxDigits
  const unit = 10n ** BigInt(places)
  /** What one unit is worth behind as many decimals: 10^places, … 10, 1. */
  const unitAfter = Array.from({ length: places + 1 }, (_, decimals) => 10n ** BigInt(places - decimals))
  const whole = leadingZeros ? `\\d{1,${maxWholeDigits}}` : `(?:0|[1-9]\\d{0,${maxWholeDigits - 1}})`
  const pattern = new RegExp(`^-?${whole}(?:\\.\\d{1,${places}})?$`)
  const maxLength = maxDigits + 2

  /** Text of at most 15 digits and no sign, which nearly every amount is: its digits fit a double exactly. */
  const parseShort = (text: string): bigint | null => {
    const { length } = text
    let digits = 0
    let point = -1
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index)
      if (code >= 48 && code <= 57) digits = digits * 10 + code - 48
      else if (code === 46 && point < 0) point = index
      else return null
    }
    const wholeDigits = point < 0 ? length : point
    const decimals = point < 0 ? 0 : length - point - 1
    // The pattern decides about any text that is not obviously right.
    if (wholeDigits === 0 || wholeDigits + decimals > 15 || wholeDigits + 1 === length) return null
    if (wholeDigits > maxWholeDigits || decimals > places) return null
    if (wholeDigits > 1 && text.charCodeAt(0) === 48) return null
    return BigInt(digits) * unitAfter[decimals]!
  }

  const parseAny = (text: string): bigint | null => {
    if (text.length > maxLength || !pattern.test(text)) return null
    const point = text.indexOf('.')
    const decimals = point < 0 ? 0 : text.length - point - 1
    const digits = point < 0 ? text : text.slice(0, point) + text.slice(point + 1)
    if (digits.length > (digits.startsWith('-') ? maxDigits + 1 : maxDigits)) return null
    return BigInt(digits) * unitAfter[decimals]!
  }

  const parse = (text: unknown): bigint | null => {
    if (typeof text !== 'string') return null
    return (text.length <= 16 ? parseShort(text) : null) ?? parseAny(text)
  }

  const read = (text: string): bigint => {
    const value = parse(text)
    if (value !== null) return value
    throw new RangeError(`'${text}' is not a decimal of up to ${maxWholeDigits} digits and ${places} decimals`)
  }

  return {
    places,
    unit,
    parse,
    read,
    format: (value) => formatUnits(value, places),
    toFixed(value, decimals) {
      const cut = value / 10n ** BigInt(places - decimals)
      const digits = (cut < 0n ? -cut : cut).toString().padStart(decimals + 1, '0')
      const split = digits.length - decimals
      return `${cut < 0n ? '-' : ''}${digits.slice(0, split)}${decimals === 0 ? '' : `.${digits.slice(split)}`}`
    },
    fromNumber: (value, decimals) => read(value.toFixed(Math.min(decimals, places))),
    toNumber: (value) => Number(formatUnits(value, places)),
    multiplyDown: (a, b) => (a * b) / unit,
    multiplyUp: (a, b) => (a * b + unit - 1n) / unit,
    placesOf(value) {
      let rest = value % unit
      if (rest === 0n) return 0
      let decimals = places
      while (rest % 10n === 0n) {
        rest /= 10n
        decimals--
      }
      return decimals
    },
  }
}

/** `value × 10^-places` as the shortest plain decimal text: `0.1`, `-12`. */
export function formatUnits(value: bigint, places: number): string {
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(places + 1, '0')
  if (places === 0) return sign + digits
  const fraction = digits.slice(-places).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -places)}${fraction && '.'}${fraction}`
}

/** The nearest whole quotient, a half rounded up; `dividend` at or above zero, `divisor` above. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor)
}

export function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

export function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
