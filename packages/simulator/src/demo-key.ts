import { pick, randomUuid, seededRandom } from './random.ts'

const SECRET_BYTES = 32

/** A key that follows from the seed, so that every start has the same. Anybody can compute it: it is for simulators only. */
export function demoKey(seed: number): { readonly publicKey: string; readonly secret: string } {
  const random = seededRandom(seed, 'demo key')
  const publicKey = randomUuid(random)
  const bytes = Uint8Array.from({ length: SECRET_BYTES }, () => pick(random, 256))
  return { publicKey, secret: Buffer.from(bytes).toString('base64') }
}
