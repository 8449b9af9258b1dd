import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** More than one, so that one attacker cannot delay all others; each check needs 128 MiB. */
const AT_ONCE = 2
const MAX_WAITING = 32
/** A longer text is refused before it is hashed. */
export const MAX_PASSWORD_LENGTH = 1_024

/** Digest for unknown operators, so that the answer takes as long as for a wrong password. */
const DUMMY_DIGEST = `$scrypt$ln=17,r=8,p=1$${base64(16)}$${base64(32)}`

/** The queue of password checks is full. */
export class PasswordQueueFull extends Error {
  override readonly name = 'PasswordQueueFull'
}

/**
 * Whether `digest` was made from `password`; `null` is the digest of an unknown operator and takes the same time.
 *
 * @param digest - scrypt in the PHC string format, as the operators file holds it
 * @throws PasswordQueueFull when 32 checks wait already
 */
export type PasswordCheck = (password: string, digest: string | null) => Promise<boolean>

/** Two checks run at once, off the event loop; 32 may wait. */
export function createPasswordCheck(): PasswordCheck {
  const waiting: (() => void)[] = []
  let running = 0
  return async (password, digest) => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MAX_WAITING) throw new PasswordQueueFull('too many passwords wait for their check')
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return (await matchesDigest(password, digest ?? DUMMY_DIGEST)) && digest !== null
    } finally {
      const next = waiting.shift()
      // The slot passes to the next waiting check and is free only when none waits.
      if (next === undefined) running--
      else next()
    }
  }
}

const PHC = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/

async function matchesDigest(password: string, digest: string): Promise<boolean> {
  const [, ln, r, p, salt = '', hash = ''] = PHC.exec(digest) ?? []
  const expected = Buffer.from(hash, 'base64')
  const [cost, blockSize, parallelization] = [2 ** Number(ln), Number(r), Number(p)]
  const maxmem = 2 * 128 * cost * blockSize
  const options = { cost, blockSize, parallelization, maxmem }
  const got = await derive(password.normalize('NFC'), Buffer.from(salt, 'base64'), expected.length, options)
  return timingSafeEqual(got, expected)
}

function derive(password: string, salt: Buffer, length: number, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}

function base64(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}
