/**
 * A number from 0 up to, not including, 1 that depends on nothing but the seed, the order and the candle, so that it is
 * the same in whatever order fills are judged. The mixing steps are those of MurmurHash3's finaliser (Appleby, 2011,
 * public domain), applied to each part in turn.
 */
export function drawFor(seed: number, orderId: number, index: number): number {
  let hash = mix(0x9e3779b9 ^ (seed | 0))
  hash = mix(hash ^ Math.floor(seed / 2 ** 32))
  hash = mix(hash ^ orderId)
  hash = mix(hash ^ index)
  return (hash >>> 0) / 2 ** 32
}

function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
