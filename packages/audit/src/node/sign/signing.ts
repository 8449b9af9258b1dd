import { createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { NoteSigner } from '../../checkpoint/ed25519.ts'
import { type VerifierKey, verifierKey } from '../../checkpoint/verifier-key.ts'

/** Who signs the checkpoints of a log. */
export type LogSigner = SigningKey & {
  /** Which log it is, for example `example.com/desk/backtest`: not empty, without spaces and plus signs. */
  readonly origin: string
  /** The key before this one. While it is given, checkpoints bear both signatures, and the change is recorded. */
  readonly previous?: SigningKey
}

/** A key with the name that its signatures bear. */
export type SigningKey = {
  /** Not empty, without spaces and plus signs. By custom the origin of the log. */
  readonly name: string
  /** An Ed25519 private key, as `createPrivateKey` of `node:crypto` reads it. */
  readonly privateKey: KeyObject
}

/** Signs notes with OpenSSL. @throws RangeError unless it is an Ed25519 private key */
export function noteSigner({ name, privateKey }: SigningKey): NoteSigner {
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new RangeError(`signer ${name}: the key must be an Ed25519 private key`)
  }
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' })
  const publicKey = Buffer.from(x, 'base64url')
  return { name, publicKey, sign: (message) => sign(null, message, privateKey) }
}

/** The verifier key of a signer. @throws RangeError if its name cannot be a key's */
export function verifierKeyOf({ name, publicKey }: NoteSigner): VerifierKey {
  return verifierKey(name, 1, publicKey)
}
