import { randomBytes, scrypt } from 'node:crypto'

/** 2 ** LN blocks of 128 * R bytes: 128 MiB for each guess. */
const LN = 17
const R = 8
const P = 1
const SALT_BYTES = 16
const HASH_BYTES = 32

/** What is kept of a password: its scrypt digest in PHC string format, with a salt of its own. Takes most of a second. */
export async function passwordDigest(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  // Twice what it needs: by default no more than 32 MiB are allowed.
  const options = { cost: 2 ** LN, blockSize: R, parallelization: P, maxmem: 2 * 128 * R * 2 ** LN }
  const hash = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key)
      else reject(error)
    })
  })
  return `$scrypt$ln=${LN},r=${R},p=${P}$${unpadded(salt)}$${unpadded(hash)}`
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}
