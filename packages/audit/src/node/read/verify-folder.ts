import { createPublicKey, verify } from 'node:crypto'
import { openCheckpoint, parseCheckpoint } from '../../checkpoint/checkpoint.ts'
import type { VerifySignature } from '../../checkpoint/ed25519.ts'
import { parseNote, verifyNote } from '../../checkpoint/note.ts'
import { parseVerifierKey, type VerifierKey } from '../../checkpoint/verifier-key.ts'
import type { TreeHead } from '../../merkle/tree.ts'
import type { Verification } from '../../verify/verdict.ts'
import { createVerifier } from '../../verify/verify.ts'
import { filePieces } from '../files/file-io.ts'
import { type AuditFileSystem, nodeFileSystem } from '../files/file-system.ts'
import { findLog, logFiles } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'
import { disclosuresFit, readDisclosures } from './disclosures.ts'
import { readCheckpoints } from './read-log.ts'

/** What an auditor holds. */
export type VerifyFolderOptions = {
  /** Verifier keys of the log, `<name>+<id>+<base64>`. Without them its checkpoints are compared but not verified. */
  readonly keys?: readonly string[]
  /** Signed checkpoints that were kept elsewhere, by a witness for example, as whole notes. None when absent. */
  readonly witnessed?: readonly string[]
  /** Verifier keys of witnesses; each of `witnessed` must then be signed by one. None when absent. */
  readonly witnessKeys?: readonly string[]
  /** Where the files are. The file system of the operating system when absent. */
  readonly fileSystem?: AuditFileSystem
}

/** The verdict on all files of a log. */
export type FolderVerification = Verification & {
  /** How many checkpoints of the log a given key signed; all that do when no key was given. */
  readonly checkpoints: number
  /**
   * What the verdict rests on: checkpoints that another party kept, those beside the log that its own key signed (a holder
   * of the key can write both anew), or nothing but the log.
   */
  readonly restsOn: 'witness' | 'own-key' | 'nothing'
}

/**
 * Verifies a log with all its segments, checkpoints and disclosures. Reads only.
 *
 * @param where - the active file, or a folder that holds one log
 * @throws RangeError when there is no log there, a key is malformed, or a checkpoint of `witnessed` is not signed
 * @throws the file system's own error when a file cannot be read
 */
export async function verifyAuditFolder(where: string, options: VerifyFolderOptions = {}): Promise<FolderVerification> {
  const { fileSystem = nodeFileSystem, keys = [], witnessed = [] } = options
  const names = await findLog(fileSystem, where)
  const files = await logFiles(fileSystem, names)
  if (files.length === 0) throw new RangeError(`${where} holds no audit log`)
  const own = judgeNotes((await readCheckpoints(fileSystem, names)).notes, keys.map(parseVerifierKey))
  const elsewhere = witnessed.map((note) =>
    requireWitnessed(note, [...keys, ...(options.witnessKeys ?? [])].map(parseVerifierKey)),
  )
  const disclosures = await readDisclosures(fileSystem, names)
  let badDisclosure = disclosures.malformed
  const verifier = createVerifier({
    checkpoints: [...own.heads, ...elsewhere],
    sha256: nodeSha256,
    onRecord(record) {
      if (badDisclosure === null && !disclosuresFit(record, disclosures)) badDisclosure = record.seq
    },
  })
  for (const [index, file] of files.entries()) {
    if (index > 0) verifier.nextSegment()
    for await (const bytes of filePieces(fileSystem, file)) verifier.push(bytes)
  }
  if (files.at(-1) !== names.active) verifier.nextSegment()
  const result = verifier.end()
  const restsOn = elsewhere.length > 0 ? 'witness' : keys.length > 0 && own.heads.length > 0 ? 'own-key' : 'nothing'
  return { ...weigh(result, own, badDisclosure, keys.length > 0), checkpoints: own.heads.length, restsOn }
}

type OwnNotes = { readonly heads: readonly TreeHead[]; readonly bad: string | null }

function weigh(result: Verification, own: OwnNotes, badDisclosure: number | null, keyed: boolean): Verification {
  if (result.status === 'tampered') return result
  if (own.bad !== null) {
    const sizes = own.heads.map(({ size }) => size).filter((size) => size <= result.size)
    return { ...result, status: 'tampered', firstBadSeq: Math.max(0, ...sizes), reason: own.bad }
  }
  if (badDisclosure !== null) {
    const reason = `record ${badDisclosure}: a disclosure does not fit`
    return { ...result, status: 'tampered', firstBadSeq: badDisclosure, reason }
  }
  if (keyed && own.heads.length === 0) {
    return { ...result, status: 'unproven', reason: 'no checkpoint is signed by a given key' }
  }
  return result
}

function judgeNotes(notes: readonly string[], keys: readonly VerifierKey[]): OwnNotes {
  const heads: TreeHead[] = []
  let bad: string | null = null
  for (const text of notes) {
    const note = parseNote(text)
    const checkpoint = note === null ? null : parseCheckpoint(note.text)
    const by = note === null ? null : verifyNote(note, keys, verifyWithNode)
    if (checkpoint === null) bad ??= 'a note of the checkpoints file is not a checkpoint'
    else if (by === null) bad ??= `a checkpoint of ${checkpoint.size} records has a signature that does not fit`
    else if (keys.length === 0 || by.length > 0) heads.push({ size: checkpoint.size, root: checkpoint.root })
  }
  return { heads, bad }
}

function requireWitnessed(text: string, keys: readonly VerifierKey[]): TreeHead {
  const checkpoint = parseCheckpoint(parseNote(text)?.text ?? '')
  if (checkpoint === null) throw new RangeError('witnessed: not a checkpoint')
  if (keys.length === 0) return checkpoint
  const opened = openCheckpoint(text, checkpoint.origin, keys, verifyWithNode)
  if (opened.status === 'refused') throw new RangeError(`witnessed: ${opened.reason}`)
  return opened.checkpoint
}

const verifyWithNode: VerifySignature = (signature, message, publicKey) => {
  const x = Buffer.from(publicKey).toString('base64url')
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, message, key, signature)
  } catch {
    return false
  }
}
