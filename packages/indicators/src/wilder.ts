/**
 * The two weights of Wilder's smoothing, `average × keep + value × share`: `(period − 1) / period` and `1 / period`
 * (J. Welles Wilder, New Concepts in Technical Trading Systems, 1978).
 *
 * The rounded weights still add up to exactly one, so that an average of equal values is not drawn away from them.
 */
export function wilderWeights(period: number): { readonly keep: number; readonly share: number } {
  const keep = (period - 1) / period
  return { keep, share: 1 - keep }
}
