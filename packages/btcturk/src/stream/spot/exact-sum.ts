/** Sum of two decimals of zero or more in their shortest spelling, exact and in the same spelling. */
export function addDecimals(a: string, b: string): string {
  const scale = Math.max(fractionDigits(a), fractionDigits(b))
  const sum = (unscaled(a, scale) + unscaled(b, scale)).toString().padStart(scale + 1, '0')
  if (scale === 0) return sum
  const point = sum.length - scale
  const fraction = sum.slice(point).replace(/0+$/, '')
  return fraction === '' ? sum.slice(0, point) : `${sum.slice(0, point)}.${fraction}`
}

function fractionDigits(text: string): number {
  const point = text.indexOf('.')
  return point === -1 ? 0 : text.length - point - 1
}

function unscaled(text: string, scale: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(scale - fractionDigits(text)))
}
