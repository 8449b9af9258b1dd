import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { invalidRequest } from './errors.ts'

export type Credentials = {
  /** Public API key, the text of a UUID. */
  readonly publicKey: string
  /** Private API key as shown by the exchange, in Base64. */
  readonly secret: string
}

/**
 * Signs for one key: Base64( HMAC-SHA256( Base64-decoded secret, UTF-8( public key + suffix ) ) ).
 *
 * Written in plain JavaScript rather than on WebCrypto, so that it is synchronous everywhere: nothing can come between
 * taking a stamp and sending it. The secret is not readable from the object.
 */
export class Signer {
  readonly publicKey: string
  readonly #key: Uint8Array

  /** @throws BtcturkError `invalid_request` if a key is empty or the secret is no Base64; neither is quoted */
  constructor(credentials: Credentials) {
    const { publicKey, secret } = credentials
    if (typeof publicKey !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(publicKey)) {
      throw invalidRequest('credentials.publicKey', '1 to 128 visible ASCII characters', hidden(publicKey))
    }
    const key = decodeBase64(secret)
    if (key === null) throw invalidRequest('credentials.secret', 'Base64 of at least one byte', hidden(secret))
    this.publicKey = publicKey
    this.#key = key
  }

  /** @param suffix - the stamp in milliseconds for REST, the nonce for the socket's login */
  sign(suffix: number): string {
    const message = new TextEncoder().encode(`${this.publicKey}${suffix}`)
    return encodeBase64(hmac(sha256, this.#key, message))
  }
}

function hidden(value: unknown): string {
  return typeof value === 'string' ? `${value.length} characters` : typeof value
}

function decodeBase64(text: unknown): Uint8Array | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return null
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}
