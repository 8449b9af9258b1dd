/** mulberry32 by Tommy Ettinger, public domain: the same seed gives the same numbers from 0 to 1. */
export function randomFrom(state: number): () => number {
  let a = state
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** From the environment, or another one each time; print it in the name of the test. */
export const seed: number = Number(process.env['TEZGAH_SEED'] ?? Date.now() % 2 ** 31)
