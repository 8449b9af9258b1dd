import { ed25519 } from '@noble/curves/ed25519.js'

/** Checks an Ed25519 signature (RFC 8032). */
export type VerifySignature = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean

/** A name and a key that signs for it. */
export type NoteSigner = {
  /** What the signature is by, for example the origin of the log: not empty, without spaces and plus signs. */
  readonly name: string
  /** 32 bytes. */
  readonly publicKey: Uint8Array
  /** The 64 bytes of an Ed25519 signature. */
  readonly sign: (message: Uint8Array) => Uint8Array
}

/** Ed25519 in plain JavaScript, for wherever no faster one is at hand. */
export const verifyEd25519: VerifySignature = (signature, message, publicKey) => {
  try {
    // Strict: without this, keys and signatures with more than one spelling pass.
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

/**
 * A signer in plain JavaScript.
 *
 * @param seed - the 32 secret bytes of the key
 */
export function ed25519Signer(name: string, seed: Uint8Array): NoteSigner {
  const secret = new Uint8Array(seed)
  return { name, publicKey: ed25519.getPublicKey(secret), sign: (message) => ed25519.sign(message, secret) }
}
