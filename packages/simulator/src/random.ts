import type { Random } from '@tezgah/btcturk'

/** A stream of fractions that depends on `seed` and `name` alone (sfc32), so that streams do not disturb each other. */
export function seededRandom(seed: number, name: string): Random {
  let a = mix(seed, 0x9e3779b9)
  let b = mix(hash(name), 0x85ebca6b)
  let c = mix(a ^ b, 0xc2b2ae35)
  let count = 1
  const next = (): number => {
    const sum = (a + b + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }
  for (let round = 0; round < 12; round += 1) next()
  return next
}

/** A whole number from 0 up to, not including, `limit`. */
export function pick(random: Random, limit: number): number {
  return Math.floor(random() * limit)
}

/** The text of a version 4 UUID. */
export function randomUuid(random: Random): string {
  const digits = Array.from({ length: 32 }, () => pick(random, 16).toString(16))
  digits[12] = '4'
  digits[16] = '89ab'[pick(random, 4)]!
  return digits.join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function hash(text: string): number {
  let value = 2166136261
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 16777619)
  return value
}

function mix(value: number, salt: number): number {
  const mixed = Math.imul(value ^ (value >>> 16) ^ salt, 0x45d9f3b)
  return mixed ^ (mixed >>> 16)
}

const SECRET_BYTES = 32

/** A key that follows from the seed, so that every start has the same. Anyone can compute it: it is for simulators only. */
export function demoKey(seed: number): { readonly publicKey: string; readonly secret: string } {
  const random = seededRandom(seed, 'demo key')
  const publicKey = randomUuid(random)
  const bytes = Uint8Array.from({ length: SECRET_BYTES }, () => pick(random, 256))
  return { publicKey, secret: Buffer.from(bytes).toString('base64') }
}
