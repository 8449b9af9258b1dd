import { writeHex } from '../encoding/hex.ts'
import type { Sha256 } from '../encoding/sha256.ts'

/** Root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

// The first byte separates leaves from nodes, so that no node can be passed off as a leaf (RFC 6962 §2.1).
const node = new Uint8Array(65)
node[0] = 1

const leafOfRecord = new Uint8Array(33)

/** SHA-256(0x00 ‖ data), where the data is given in hexadecimal digits: the 32 bytes of a record's hash. */
export function leafHash(data: string, sha256: Sha256): string {
  const leaf = data.length === 64 ? leafOfRecord : new Uint8Array(1 + data.length / 2)
  writeHex(data, leaf, 1)
  return sha256(leaf)
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: string, right: string, sha256: Sha256): string {
  writeHex(left, node, 1)
  writeHex(right, node, 33)
  return sha256(node)
}
