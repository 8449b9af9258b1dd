import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of bytes, or of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256Bytes(data))
}

/** SHA-256 of bytes, or of a text in UTF-8: 32 bytes. */
export function sha256Bytes(data: string | Uint8Array): Uint8Array {
  return sha256(typeof data === 'string' ? utf8ToBytes(data) : data)
}

/** A SHA-256 of data that arrives in pieces. */
export type Sha256 = {
  /** Adds bytes, or a text in UTF-8. */
  update(piece: string | Uint8Array): void
  /** The hash as 64 lower-case hexadecimal digits. Ends the calculation. */
  digestHex(): string
}

export function createSha256(): Sha256 {
  const hash = sha256.create()
  return {
    update: (piece) => {
      hash.update(typeof piece === 'string' ? utf8ToBytes(piece) : piece)
    },
    digestHex: () => bytesToHex(hash.digest()),
  }
}
