/**
 * Orders two decimals above zero in their shortest spelling.
 *
 * @returns below zero where `a` is smaller, above zero where it is larger, 0 where they are equal
 */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0
  const longer = wholeDigits(a) - wholeDigits(b)
  if (longer !== 0) return longer
  // With as many digits before the dot, the order of the texts is that of the values.
  return a < b ? -1 : 1
}

function wholeDigits(text: string): number {
  const point = text.indexOf('.')
  return point === -1 ? text.length : point
}
