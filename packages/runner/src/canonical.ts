import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { RunnerError } from './errors.ts'

/** Deeper values are refused, long before the stack would end. */
const MAX_DEPTH = 500

/**
 * JSON with sorted keys and without spaces, so that equal values have equal text. Keys whose value is `undefined` are left out, as
 * in `JSON.stringify`; numbers are written as ECMAScript does, which is what RFC 8785 asks for.
 *
 * @throws RunnerError `invalid_request` for a value that nests deeper than 500 levels
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new RunnerError('invalid_request', `must nest at most ${MAX_DEPTH} levels deep`)
  if (Array.isArray(value)) return `[${value.map((item) => write(item ?? null, depth + 1)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item, depth + 1)}`).join(',')}}`
}

/** sha256 in lower-case hexadecimal. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Bytes that are hashed in a millisecond or two. */
const PIECE_BYTES = 1024 ** 2

/** The same, in many turns of the event loop: for files, whose bytes would hold it up. They must not change meanwhile. */
export async function sha256InPieces(data: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < data.byteLength; at += PIECE_BYTES) {
    hash.update(data.subarray(at, at + PIECE_BYTES))
    await nextTurn()
  }
  return hash.digest('hex')
}
