import type { Decision } from '../decisions.ts'

/** How far two decisions may be apart and still be the same. */
export type Tolerance = {
  /** Candles between them. */
  readonly candles: number
  /** Difference of their numbers, as a fraction of the larger. */
  readonly numbers: number
}

/** A pair of decisions that should be one and the same; `undefined` where one run has none. */
export type Mismatch = { readonly whole: Decision | undefined; readonly late: Decision | undefined }

/** The first pair that is not alike, `null` where there is none. Decisions of the last candles may still be due. */
export function firstMismatch(
  whole: readonly Decision[],
  late: readonly Decision[],
  length: number,
  tolerance: Tolerance,
): Mismatch | null {
  const count = Math.max(whole.length, late.length)
  for (let row = 0; row < count; row++) {
    const [a, b] = [whole[row], late[row]]
    if (a !== undefined && b !== undefined) {
      const areAlike = Math.abs(a.index - b.index) <= tolerance.candles && isSameCall(a.call, b.call, tolerance.numbers)
      if (!areAlike) return { whole: a, late: b }
    } else if ((a ?? b)!.index < length - tolerance.candles) {
      return { whole: a, late: b }
    }
  }
  return null
}

const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/g

/** Equal texts, apart from numbers that differ by at most a fraction. */
function isSameCall(a: string, b: string, fraction: number): boolean {
  if (a === b) return true
  if (fraction === 0 || a.replace(NUMBER, '#') !== b.replace(NUMBER, '#')) return false
  const others = b.match(NUMBER) ?? []
  return (a.match(NUMBER) ?? []).every((text, place) => {
    const [left, right] = [Number(text), Number(others[place])]
    return Math.abs(left - right) <= fraction * Math.max(Math.abs(left), Math.abs(right))
  })
}
