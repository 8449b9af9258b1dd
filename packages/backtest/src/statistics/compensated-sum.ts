/**
 * Sum of `valueAt(0)` … `valueAt(count − 1)` as if computed in twice the precision and then rounded.
 *
 * @see Ogita, Rump, Oishi (2005), "Accurate Sum and Dot Product", SIAM J. Sci. Comput. 26(6), algorithm Sum2
 */
export function compensatedSum(count: number, valueAt: (index: number) => number): number {
  let sum = 0
  let error = 0
  for (let i = 0; i < count; i++) {
    const value = valueAt(i)
    const total = sum + value
    const arrived = total - sum
    error += sum - (total - arrived) + (value - arrived)
    sum = total
  }
  return sum + error
}
