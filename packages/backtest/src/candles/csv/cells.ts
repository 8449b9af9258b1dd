/** A plain decimal number as files write it: `12`, `-0.5`, `.5`, `5.`, `1e-7`. No separators, no hexadecimal, no names such as `NaN`. */
export function isDecimal(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)
}

/** Powers of ten that a double holds exactly. */
export const EXACT_POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** Below this, every whole number is a double, so digits can be gathered one by one without rounding. */
export const EXACT_WHOLE_LIMIT: number = 2 ** 53

/** Why a cell is not a number, for an error message that helps to repair the file. */
export function explainNotDecimal(text: string): string {
  if (text === '') return 'is empty'
  if (/^(nan|null|none|na|n\/a|-+)$/i.test(text)) return 'is a missing value: remove the row or fill it'
  if (/^[+-]?(inf|infinity)$/i.test(text)) return 'is not a finite number'
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)) return 'has thousands separators: write digits alone'
  if (/^[+-]?\d+,\d+$/.test(text)) return 'has a decimal comma: write a point'
  return 'is not a number'
}

/** How a file writes its times. `auto` decides by the first row. */
export type TimeUnit = 'auto' | 's' | 'ms'

/** Factor from the file's unit to milliseconds, and the range in which a value can be of that unit. */
export interface EpochScale {
  readonly unit: 's' | 'ms'
  readonly factor: number
  readonly min: number
  readonly limit: number
}

/** Numbers from here on are milliseconds, smaller ones seconds: 1e11 s is the year 5138, 1e11 ms is March 1973. */
const FIRST_MILLISECONDS = 1e11
/** Numbers from here on are microseconds or nanoseconds: 1e14 ms is the year 5138. */
const FIRST_MICROSECONDS = 1e14

const SECONDS: EpochScale = { unit: 's', factor: 1000, min: -8.64e12, limit: 8.64e12 + 1 }
const MILLISECONDS: EpochScale = { unit: 'ms', factor: 1, min: -8.64e15, limit: 8.64e15 + 1 }
const LIKELY_SECONDS: EpochScale = { ...SECONDS, min: -FIRST_MILLISECONDS, limit: FIRST_MILLISECONDS }
const LIKELY_MILLISECONDS: EpochScale = { ...MILLISECONDS, min: FIRST_MILLISECONDS, limit: FIRST_MICROSECONDS }

/** The scale of a file whose first time is `first`, or what is wrong with that time. */
export function epochScale(unit: TimeUnit, first: number): EpochScale | { readonly problem: string } {
  if (unit === 's') return SECONDS
  if (unit === 'ms') return MILLISECONDS
  if (Math.abs(first) >= FIRST_MICROSECONDS) {
    return { problem: 'is too large for seconds or milliseconds since 1970; microseconds and nanoseconds are not read' }
  }
  if (Math.abs(first) >= FIRST_MILLISECONDS) return first > 0 ? LIKELY_MILLISECONDS : MILLISECONDS
  if (looksLikeDate(first)) {
    return { problem: 'looks like a date without dashes: write 2000-01-03, or set timeUnit to s or ms if it is a time' }
  }
  return LIKELY_SECONDS
}

function looksLikeDate(value: number): boolean {
  const month = Math.trunc(value / 100) % 100
  const day = value % 100
  return value >= 19_000_101 && value <= 21_001_231 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}
