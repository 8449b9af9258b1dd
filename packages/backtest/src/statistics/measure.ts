/** A statistic: a finite number, or the reason why there is none. */
export type Measure = { readonly value: number } | { readonly value: null; readonly reason: string }

const OUT_OF_RANGE = 'the value is beyond the range of a double'

/** Wraps a computed value. Infinity and NaN, the traces of an overflow, become an absent value with its reason. */
export function known(value: number): Measure {
  // Adding zero turns -0 into 0, so that a number and its JSON form stay the same thing.
  return Number.isFinite(value) ? { value: value + 0 } : absent(OUT_OF_RANGE)
}

/** A statistic that does not exist here, with the reason a reader will see in `notes`. */
export function absent(reason: string): Measure {
  return { value: null, reason }
}
