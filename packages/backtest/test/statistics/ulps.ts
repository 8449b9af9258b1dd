const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

/** How many doubles lie between two positive doubles. */
export function ulpsBetween(a: number, b: number): number {
  const distance = bitsOf(a) - bitsOf(b)
  return Number(distance < 0n ? -distance : distance)
}

function bitsOf(value: number): bigint {
  double[0] = value
  return bits[0]!
}
