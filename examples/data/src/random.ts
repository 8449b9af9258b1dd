/**
 * Seeded uniform numbers in [0, 1), the same on every platform: 32-bit integer steps only.
 *
 * @param seed - an unsigned 32-bit integer; equal seeds give equal sequences
 * @see Tommy Ettinger's mulberry32 (public domain)
 */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * One draw that is close to a standard normal: twelve uniforms have a variance of one.
 *
 * The exact transforms need a logarithm and a cosine, whose last digit differs between platforms; additions do not.
 */
export function nearlyNormal(random: () => number): number {
  let sum = -6
  for (let draw = 0; draw < 12; draw++) sum += random()
  return sum
}
