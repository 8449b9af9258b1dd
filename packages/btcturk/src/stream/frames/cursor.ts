const MINUS = 45
const DOT = 46
const ZERO = 48
const NINE = 57
const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const LAST_ASCII = 126

/** Longest decimal that the schema accepts. */
const MAX_DECIMAL = 100
/** Longest name that the schema accepts. */
const MAX_NAME = 64
/** Every whole number of so many digits is exact in a double. */
const MAX_DIGITS = 15

/**
 * Walks over the text of a frame. Every method reads one thing at the present place and steps behind it, or leaves the place
 * as it was and says so: then the frame is not in the usual spelling, which need not mean that it is wrong.
 */
export class Cursor {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length
  }

  /** Steps over exactly `expected`. */
  literal(expected: string): boolean {
    const text = this.#text
    const at = this.#at
    const length = expected.length
    for (let index = 0; index < length; index++) {
      if (text.charCodeAt(at + index) !== expected.charCodeAt(index)) return false
    }
    this.#at = at + length
    return true
  }

  /**
   * A decimal without an exponent or a needless leading zero, in its shortest spelling; padding is cut off.
   *
   * @returns the exact value, or `null`
   */
  decimal(): string | null {
    const text = this.#text
    const start = this.#at
    const whole = text.charCodeAt(start) === MINUS ? start + 1 : start
    const point = this.#digitsFrom(whole)
    if (point === whole || (point - whole > 1 && text.charCodeAt(whole) === ZERO)) return null
    let at = point
    let end = point
    if (text.charCodeAt(point) === DOT) {
      let code = text.charCodeAt(++at)
      while (code >= ZERO && code <= NINE) {
        at++
        if (code !== ZERO) end = at
        code = text.charCodeAt(at)
      }
      if (at === point + 1) return null
    }
    const isMinusZero = whole !== start && end === point && text.charCodeAt(whole) === ZERO
    if (isMinusZero || at - start > MAX_DECIMAL) return null
    this.#at = at
    return text.slice(start, end)
  }

  /** A decimal above zero, as `decimal` reads it. */
  positive(): string | null {
    const start = this.#at
    const value = this.decimal()
    if (value === null || (value !== '0' && value.charCodeAt(0) !== MINUS)) return value
    this.#at = start
    return null
  }

  /** Digits without a needless leading zero that a double holds exactly, or -1. */
  integer(): number {
    const start = this.#at
    const end = this.#digitsFrom(start)
    const length = end - start
    if (length === 0 || length > MAX_DIGITS) return -1
    if (length > 1 && this.#text.charCodeAt(start) === ZERO) return -1
    let value = 0
    for (let at = start; at < end; at++) value = value * 10 + this.#text.charCodeAt(at) - ZERO
    this.#at = end
    return value
  }

  /** As many digits as there are, up to `max` of them, as they are; or `null`. */
  digits(max: number): string | null {
    const start = this.#at
    const end = this.#digitsFrom(start)
    if (end === start || end - start > max) return null
    this.#at = end
    return this.#text.slice(start, end)
  }

  /** Visible ASCII up to the closing quote, without escapes; or `null`. */
  name(): string | null {
    const text = this.#text
    const start = this.#at
    let at = start
    let code = text.charCodeAt(at)
    while (code >= FIRST_PRINTABLE && code <= LAST_ASCII && code !== QUOTE && code !== BACKSLASH) {
      code = text.charCodeAt(++at)
    }
    if (at === start || at - start > MAX_NAME) return null
    this.#at = at
    return text.slice(start, at)
  }

  #digitsFrom(start: number): number {
    const text = this.#text
    let at = start
    let code = text.charCodeAt(at)
    while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at)
    return at
  }
}
