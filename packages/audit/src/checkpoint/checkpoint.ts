import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { bytesOfHex, hexOfBytes } from '../encoding/hex.ts'
import type { TreeHead } from '../merkle/tree.ts'
import { isCount } from '../record/record.ts'
import { type NoteSigner, type VerifySignature, verifyEd25519 } from './ed25519.ts'
import { parseNote, signNote, type Verified, verifyNote } from './note.ts'
import { isKeyName, type VerifierKey } from './verifier-key.ts'

/** A tree head of one log, as C2SP tlog-checkpoint has it. */
export type Checkpoint = TreeHead & {
  /** Which log it is, for example `example.com/desk/backtest`. */
  readonly origin: string
}

/** A checkpoint with signatures that were verified, or why it cannot be believed. */
export type OpenedCheckpoint =
  | { readonly status: 'verified'; readonly checkpoint: Checkpoint; readonly by: readonly Verified[] }
  | { readonly status: 'refused'; readonly reason: string }

/**
 * The signed note of a checkpoint.
 *
 * @param signers - one, or two while a key is being replaced by another
 * @throws RangeError if the origin cannot be a key name, or the size or the root is not one
 */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers)
}

function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (!isKeyName(origin)) throw new RangeError('origin must not be empty, nor hold a space, a line feed or a plus sign')
  if (!isCount(size)) throw new RangeError(`size must be a whole number from 0, was ${size}`)
  const bytes = bytesOfHex(root)
  if (bytes.length !== 32) throw new RangeError(`root must be 64 hexadecimal digits, had ${root.length}`)
  return `${origin}\n${size}\n${encodeBase64(bytes)}\n`
}

/** Reads the text of a checkpoint, or `null` when it is none. Further lines, which other logs may have, are ignored. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', size = '', root = ''] = text.split('\n')
  const bytes = decodeBase64(root)
  if (origin === '' || !/^(0|[1-9]\d*)$/.test(size) || !isCount(Number(size)) || bytes?.length !== 32) return null
  return { origin, size: Number(size), root: hexOfBytes(bytes) }
}

/**
 * Opens the note of a checkpoint.
 *
 * @param origin - the log that it must be of
 * @param keys - whom to believe: the log's own keys, those of witnesses, or both. One signature of them is enough, and
 *   none of theirs may be wrong; signatures of others are ignored
 */
export function openCheckpoint(
  note: string,
  origin: string,
  keys: readonly VerifierKey[],
  verify: VerifySignature = verifyEd25519,
): OpenedCheckpoint {
  const parsed = parseNote(note)
  const checkpoint = parsed === null ? null : parseCheckpoint(parsed.text)
  if (parsed === null || checkpoint === null) return refused('not a checkpoint')
  if (checkpoint.origin !== origin) return refused('a checkpoint of another log')
  const by = verifyNote(parsed, keys, verify)
  if (by === null) return refused('a signature does not fit')
  return by.length === 0 ? refused('no signature of a known key') : { status: 'verified', checkpoint, by }
}

function refused(reason: string): OpenedCheckpoint {
  return { status: 'refused', reason }
}
