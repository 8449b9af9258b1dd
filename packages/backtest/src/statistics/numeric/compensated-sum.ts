/**
 * A sum that carries its rounding errors along, as if computed in twice the precision and then rounded.
 *
 * @see Ogita, Rump, Oishi (2005), "Accurate Sum and Dot Product", SIAM J. Sci. Comput. 26(6), algorithm Sum2
 */
export type CompensatedSum = { rounded: number; error: number }

export function emptySum(): CompensatedSum {
  return { rounded: 0, error: 0 }
}

export function addTo(sum: CompensatedSum, value: number): void {
  const before = sum.rounded
  const total = before + value
  const arrived = total - before
  sum.error += before - (total - arrived) + (value - arrived)
  sum.rounded = total
}

export function totalOf(sum: CompensatedSum): number {
  return sum.rounded + sum.error
}

/** Sum of the first `count` values. */
export function sumOf(values: Float64Array, count: number): number {
  const sum = emptySum()
  for (let i = 0; i < count; i++) addTo(sum, values[i]!)
  return totalOf(sum)
}
