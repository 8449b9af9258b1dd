import { decodeBase64, encodeBase64 } from '../encoding/base64.ts'
import { bytesOfHex, hexOfBytes } from '../encoding/hex.ts'
import { encodeUtf8 } from '../encoding/utf8.ts'
import { type NoteSigner, type VerifySignature, verifyEd25519 } from './ed25519.ts'
import { isKeyName, type KeyType, type VerifierKey, verifierKey } from './verifier-key.ts'

/** A text and who signed it, not verified yet. */
export type Note = {
  /** With its last line feed; this is what is signed. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** One signature line of a note. */
export type NoteSignature = {
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly id: string
  /** What follows the id: a signature, or a time and a signature. */
  readonly bytes: Uint8Array
}

/** A signature that was verified. */
export type Verified = {
  readonly key: VerifierKey
  /** When a witness saw the text, in whole seconds since the Unix epoch; `null` for a plain signature. */
  readonly seenAt: number | null
}

/** Enough for every witness there is, and too few to keep a reader busy. */
const MAX_SIGNATURES = 100

/**
 * The note with a signature of each signer.
 *
 * @throws RangeError if the text cannot be a note's
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!isNoteText(text)) throw new RangeError('the text of a note must end in a line feed and hold no empty line')
  const lines = signers.map((signer) => signatureLine(signer, 1, signer.sign(encodeUtf8(text))))
  return `${text}\n${lines.join('')}`
}

/**
 * The signature line of a witness: C2SP tlog-cosignature/v1.
 *
 * @param text - the text of the note, with its last line feed
 * @param seenAt - whole seconds since the Unix epoch, UTC
 */
export function cosign(text: string, seenAt: number, signer: NoteSigner): string {
  const bytes = new Uint8Array(8 + 64)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(seenAt))
  bytes.set(signer.sign(cosigned(text, seenAt)), 8)
  return signatureLine(signer, 4, bytes)
}

function signatureLine({ name, publicKey }: NoteSigner, type: KeyType, signature: Uint8Array): string {
  const { id } = verifierKey(name, type, publicKey)
  const bytes = new Uint8Array(4 + signature.length)
  bytes.set(bytesOfHex(id))
  bytes.set(signature, 4)
  return `— ${name} ${encodeBase64(bytes)}\n`
}

function cosigned(text: string, seenAt: number): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${seenAt}\n${text}`)
}

/** The parts of a note, or `null` when it is none. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n')
  const text = note.slice(0, split + 1)
  const lines = note.slice(split + 2).split('\n')
  if (split === -1 || !isNoteText(text) || lines.pop() !== '' || lines.length > MAX_SIGNATURES) return null
  const signatures = lines.map(parseSignature)
  return signatures.every((signature) => signature !== null) ? { text, signatures } : null
}

function isNoteText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it looks for.
  return text.endsWith('\n') && !text.includes('\n\n') && !/[\0-\x09\x0b-\x1f]|\p{Surrogate}/u.test(text)
}

function parseSignature(line: string): NoteSignature | null {
  const [, name = '', base64 = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
  const bytes = decodeBase64(base64)
  if (!isKeyName(name) || bytes === null || bytes.length < 5) return null
  return { name, id: hexOfBytes(bytes.subarray(0, 4)), bytes: bytes.subarray(4) }
}

/**
 * Which of these keys signed the note. Signatures of other keys are ignored. `null` when a signature that claims to be
 * of one of these keys is not: then nothing about the note can be believed.
 */
export function verifyNote(
  { text, signatures }: Note,
  keys: readonly VerifierKey[],
  verify: VerifySignature = verifyEd25519,
): readonly Verified[] | null {
  const verified = new Map<VerifierKey, Verified>()
  for (const { name, id, bytes } of signatures) {
    const key = keys.find((each) => each.name === name && each.id === id)
    if (key === undefined) continue
    const result = key.type === 1 ? plain(text, bytes, key, verify) : timed(text, bytes, key, verify)
    if (result === null) return null
    verified.set(key, result)
  }
  return [...verified.values()]
}

function plain(text: string, bytes: Uint8Array, key: VerifierKey, verify: VerifySignature): Verified | null {
  return bytes.length === 64 && verify(bytes, encodeUtf8(text), key.publicKey) ? { key, seenAt: null } : null
}

function timed(text: string, bytes: Uint8Array, key: VerifierKey, verify: VerifySignature): Verified | null {
  if (bytes.length !== 72) return null
  const seenAt = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  if (!Number.isSafeInteger(seenAt)) return null
  return verify(bytes.subarray(8), cosigned(text, seenAt), key.publicKey) ? { key, seenAt } : null
}
