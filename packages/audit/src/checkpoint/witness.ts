import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { bytesOfHex, hexOfBytes } from '../encoding/hex.ts'
import { checkConsistency } from '../merkle/check-proof.ts'
import { EMPTY_ROOT } from '../merkle/hashing.ts'
import type { TreeHead } from '../merkle/tree.ts'
import { isCount } from '../record/record.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { VerifySignature } from './ed25519.ts'
import type { VerifierKey } from './verifier-key.ts'

/** The log that a witness has not seen yet. */
export const UNSEEN_LOG: TreeHead = { size: 0, root: EMPTY_ROOT }

/** What a log sends to a witness. */
export type WitnessRequest = {
  /** The size that, to the log's knowledge, the witness saw last. */
  readonly oldSize: number
  /** Consistency proof from there to the checkpoint, as hexadecimal digits. */
  readonly proof: readonly string[]
  /** The signed note of the checkpoint. */
  readonly note: string
}

/** The log that a witness watches. */
export type WatchedLog = {
  readonly origin: string
  /** The log's own keys. */
  readonly keys: readonly VerifierKey[]
  /** Checks a signature. Ed25519 in plain JavaScript when absent. */
  readonly verify?: VerifySignature
}

/**
 * What a witness answers. The numbers are the HTTP status codes of C2SP tlog-witness: 400 a request that makes no sense,
 * 403 not signed by the log, 409 the witness saw another size last (`size` says which) or another tree of that size, 422
 * the proof does not fit.
 */
export type WitnessAnswer =
  | { readonly status: 200; readonly state: TreeHead; readonly text: string }
  | { readonly status: 400 | 403 | 409 | 422; readonly reason: string; readonly size: number }

/**
 * Decides whether a checkpoint goes on from what the witness saw. On 200 the caller must store `state` durably, and only
 * then cosign `text` and answer: a witness that forgets can be shown two histories.
 *
 * @param state - what the witness saw last of this log, {@link UNSEEN_LOG} at first
 */
export function witnessCheckpoint(state: TreeHead, request: WitnessRequest, log: WatchedLog): WitnessAnswer {
  const refuse = (status: 400 | 403 | 409 | 422, reason: string): WitnessAnswer => {
    return { status, reason, size: state.size }
  }
  const opened = openCheckpoint(request.note, log.origin, log.keys, log.verify)
  if (opened.status === 'refused') return refuse(403, opened.reason)
  const { size, root } = opened.checkpoint
  if (!isCount(request.oldSize) || request.oldSize > size) return refuse(400, 'the old size is larger than the new one')
  if (request.oldSize !== state.size) return refuse(409, `the size seen last is ${state.size}`)
  if (size === state.size && root !== state.root) return refuse(409, 'another tree of this size was seen before')
  const head = { size, root }
  if (!checkConsistency(state, head, request.proof)) return refuse(422, 'the proof does not fit')
  return { status: 200, state: head, text: request.note.slice(0, request.note.lastIndexOf('\n\n') + 1) }
}

/** Most hashes a proof may have: enough for 2^63 records. */
const MAX_PROOF = 63

/** The body of `POST /add-checkpoint`. */
export function formatWitnessRequest({ oldSize, proof, note }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${encodeBase64(bytesOfHex(hash))}\n`).join('')}\n${note}`
}

/** Reads such a body, or `null` when it is none. */
export function parseWitnessRequest(body: string): WitnessRequest | null {
  const split = body.indexOf('\n\n')
  const [first = '', ...lines] = body.slice(0, split).split('\n')
  const [, digits = ''] = /^old (0|[1-9]\d*)$/.exec(first) ?? []
  const hashes = lines.map(decodeBase64)
  if (split === -1 || digits === '' || !isCount(Number(digits)) || hashes.length > MAX_PROOF) return null
  const proof = hashes.flatMap((hash) => (hash?.length === 32 ? [hexOfBytes(hash)] : []))
  return proof.length === hashes.length ? { oldSize: Number(digits), proof, note: body.slice(split + 2) } : null
}
