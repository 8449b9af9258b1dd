import path from 'node:path'
import { parseCheckpoint } from '../../checkpoint/checkpoint.ts'
import { splitNotes } from '../../checkpoint/checkpoint-file.ts'
import { KEY_ROTATED } from '../../checkpoint/key-ring.ts'
import { parseNote } from '../../checkpoint/note.ts'
import type { TreeHead } from '../../merkle/tree.ts'
import { type AuditRecord, LOG_ACTOR } from '../../record/record.ts'
import { SEGMENT_OPENED, SEGMENT_SEALED, SEGMENTS_PRUNED, type SegmentStart } from '../../segments/segment.ts'
import type { Verification } from '../../verify/verdict.ts'
import { createVerifier } from '../../verify/verify.ts'
import { filePieces, readAll, readFrom } from '../files/file-io.ts'
import type { AuditFile, AuditFileSystem } from '../files/file-system.ts'
import { type LogNames, type SealedSegment, sealedFiles, sealedName } from '../files/log-files.ts'
import { nodeSha256 } from '../files/node-hash.ts'
/** What a log holds. */
export type LogContent = {
  readonly verification: Verification
  readonly sealed: readonly SealedSegment[]
  /** The log before the first record of the active file; `null` when that has none. */
  readonly beginning: SegmentStart | null
  /** Records before this one were removed, as the log says itself. */
  readonly prunedTo: number
  readonly lastTime: number
  /** Verifier key of the last change of keys, `null` when there was none. */
  readonly rotatedTo: string | null
}

/** Reads and verifies a log from its first segment to the end of the active file. */
export async function readLog(
  fileSystem: AuditFileSystem,
  names: LogNames,
  active: AuditFile,
  checkpoints: readonly TreeHead[],
): Promise<LogContent> {
  const notes = createNotes(names)
  const verifier = createVerifier({ checkpoints, onRecord: notes.take, sha256: nodeSha256 })
  for (const name of sealedFiles(names, await fileSystem.list(names.folder), 'log')) {
    for await (const bytes of filePieces(fileSystem, path.join(names.folder, name))) verifier.push(bytes)
    verifier.nextSegment()
  }
  for await (const bytes of readFrom(active, 0)) verifier.push(bytes)
  return { verification: verifier.end(), ...notes.result() }
}

/** Keeps, of all records that pass, what is needed to go on writing. */
function createNotes(names: LogNames) {
  const sealed: SealedSegment[] = []
  let beginning: SegmentStart | null = null
  let prunedTo = 0
  let lastTime = 0
  let rotatedTo: string | null = null

  const take = ({ seq, time, actor, action, details }: AuditRecord): void => {
    lastTime = time
    if (actor !== LOG_ACTOR) return
    // The verifier has seen that these details are what they must be.
    if (action === SEGMENT_OPENED) beginning = details as unknown as SegmentStart
    if (action === KEY_ROTATED) rotatedTo = String(details['to'])
    if (action === SEGMENTS_PRUNED) prunedTo = Number(details['size'])
    if (action !== SEGMENT_SEALED || beginning === null) return
    const { size, head, frontier } = beginning
    sealed.push({ name: sealedName(names, size), beginning: { size, head, frontier }, end: seq + 1, sealedAt: time })
    beginning = null
  }

  return { take, result: () => ({ sealed, beginning, prunedTo, lastTime, rotatedTo }) }
}

/** The checkpoints of a log. */
export type CheckpointFile = {
  readonly exists: boolean
  readonly heads: readonly TreeHead[]
  /** How many bytes are whole notes. */
  readonly bytes: number
  readonly notes: readonly string[]
}

/** The tree heads of the checkpoints of a log, and how many bytes of their file are whole notes. */
export async function readCheckpoints(fileSystem: AuditFileSystem, names: LogNames): Promise<CheckpointFile> {
  const exists = (await fileSystem.list(names.folder)).includes(path.basename(names.checkpoints))
  if (!exists) return { exists, heads: [], bytes: 0, notes: [] }
  const text = Buffer.from(await readAll(fileSystem, names.checkpoints)).toString('utf8')
  const notes = splitNotes(text)
  const whole = notes.reduce((bytes, note) => bytes + Buffer.byteLength(note) + 3, 0)
  const heads = notes.flatMap((note) => {
    const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '')
    return checkpoint === null ? [] : [{ size: checkpoint.size, root: checkpoint.root }]
  })
  return { exists, heads, bytes: whole, notes }
}
