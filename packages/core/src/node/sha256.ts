import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Bytes that are hashed in a millisecond or two. */
const PIECE_BYTES = 1024 ** 2

/**
 * SHA-256 as lower-case hexadecimal digits, in many turns of the event loop: for the bytes of files, which would block it.
 * `data` must not change meanwhile.
 */
export async function sha256InPieces(data: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < data.byteLength; at += PIECE_BYTES) {
    hash.update(data.subarray(at, at + PIECE_BYTES))
    await nextTurn()
  }
  return hash.digest('hex')
}
