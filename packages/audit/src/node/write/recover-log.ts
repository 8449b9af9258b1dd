import { createHash } from 'node:crypto'
import path from 'node:path'
import { replaceFile } from '@tezgah/core/node/durable-file'
import { AuditError } from '../../errors.ts'
import type { TreeState } from '../../merkle/tree.ts'
import { parseDisclosure } from '../../sealed/commitment.ts'
import type { SegmentStart } from '../../segments/segment.ts'
import type { Torn, Verification } from '../../verify/verdict.ts'
import type { AuditClock } from '../files/clock.ts'
import { linesOf, readAll, readFrom, truncateDurably } from '../files/file-io.ts'
import type { AuditFile, AuditFileSystem } from '../files/file-system.ts'
import { disclosuresOf, type LogNames, type SealedSegment, sealedFiles } from '../files/log-files.ts'
import { type CheckpointFile, type LogContent, readCheckpoints, readLog } from '../read/read-log.ts'
import { createLogDisk, type LogDisk } from './log-disk.ts'
import { createLogWriter, type LogWriter } from './log-writer.ts'

/** A log that is verified, repaired where a crash left something half done, and ready for its next record. */
export type RecoveredLog = {
  readonly disk: LogDisk
  readonly writer: LogWriter
  readonly sealed: SealedSegment[]
  /** Verifier key of the last change of keys, `null` when there was none. */
  readonly rotatedTo: string | null
  /** The log before the first record of the active segment. */
  readonly beginning: SegmentStart
  readonly checkpoints: CheckpointFile
}

type Recovery = {
  readonly fileSystem: AuditFileSystem
  readonly names: LogNames
  readonly clock: AuditClock
  readonly secrets: readonly string[]
  readonly onLeaf: ((hash: string) => void) | undefined
  /** Called with the tree before any record is written. */
  readonly onPosition: (tree: TreeState) => void
}

/**
 * Opens the files of a log, of which this process has the lock. A crash at any point leaves one of these, and each is
 * finished here: half a line, a seal whose file was not renamed yet, an active file that is missing or empty, removed
 * segments that are still there, disclosures of a record that never came to be.
 *
 * @throws AuditError `tampered`
 */
export async function recoverLog(recovery: Recovery): Promise<RecoveredLog> {
  const { fileSystem, names } = recovery
  const file = await fileSystem.openFile(names.active)
  try {
    await fileSystem.syncFolder(names.folder)
    const checkpoints = await readCheckpoints(fileSystem, names)
    const content = await readLog(fileSystem, names, file, checkpoints.heads)
    const { verification } = content
    if (verification.status === 'tampered') throw tampered(names.active, verification)
    // After a kill, what was read may be in memory only; from here on it counts as kept.
    await file.sync()
    if (checkpoints.exists) await truncateDurably(fileSystem, names.checkpoints, checkpoints.bytes)
    return { ...(await repair(recovery, file, content, verification)), checkpoints }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function repair(
  { fileSystem, names, clock, secrets, onLeaf, onPosition }: Recovery,
  file: AuditFile,
  content: LogContent,
  verification: Exclude<Verification, { status: 'tampered' }>,
): Promise<Omit<RecoveredLog, 'checkpoints'>> {
  const cut = verification.status === 'torn' ? await cutTail(file, verification) : null
  const { size, head, frontier, segment, bytes } = verification
  const position = { chain: { size, head }, tree: { size, frontier }, segment, lastTime: content.lastTime }
  onPosition(position.tree)
  const writer = createLogWriter({ position, names, clock, secrets, ...(onLeaf && { onLeaf }) })
  const options = { file, length: bytes, names, fileSystem, whileSyncing: () => writer.catchUp() }
  const disk = await createLogDisk(options)
  try {
    await dropLostDisclosures(fileSystem, names, size)
    return { disk, writer, ...(await finish({ fileSystem, names, disk, writer, content, cut })) }
  } catch (error) {
    await disk.close()
    throw error
  }
}

type Unfinished = {
  readonly fileSystem: AuditFileSystem
  readonly names: LogNames
  readonly disk: LogDisk
  readonly writer: LogWriter
  readonly content: LogContent
  readonly cut: { readonly bytes: number; readonly sha256: string } | null
}

async function finish({ fileSystem, names, disk, writer, content, cut }: Unfinished) {
  const { sealed, prunedTo, verification } = content
  await disk.removeSegments(sealed.filter(({ end }) => end <= prunedTo).map(({ name }) => name))
  const last = sealed.at(-1)
  // The seal is there, and its file still has the active name.
  if (verification.bytes > 0 && writer.segment?.sealed === true && last !== undefined) await disk.rotate(last.name)
  const lines: Uint8Array[] = []
  let { beginning } = content
  if (beginning === null) {
    const opened = writer.open()
    beginning = opened.beginning
    lines.push(opened.line)
  }
  if (cut !== null) lines.push(writer.recoveredTail(path.basename(names.active), cut))
  if (lines.length > 0) await disk.commit({ bytes: Buffer.concat(lines), disclosures: '', afterPause: true })
  await removeOrphans(fileSystem, names)
  return { sealed: sealed.filter(({ end }) => end > prunedTo), beginning, rotatedTo: content.rotatedTo }
}

async function cutTail(file: AuditFile, torn: Torn): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  for await (const bytes of readFrom(file, torn.bytes)) hash.update(bytes)
  await file.truncate(torn.bytes)
  // Otherwise a power cut could keep the next record and bring back what stood behind it.
  await file.sync()
  return { bytes: torn.tornBytes, sha256: hash.digest('hex') }
}

/** Disclosures are written before their record. Of a record that never came to be, another will have the number. */
async function dropLostDisclosures(fileSystem: AuditFileSystem, names: LogNames, size: number): Promise<void> {
  const exists = (await fileSystem.list(names.folder)).includes(path.basename(names.disclosures))
  if (!exists) return
  const bytes = await readAll(fileSystem, names.disclosures)
  const kept = linesOf(bytes).filter((line) => (parseDisclosure(line)?.seq ?? 0) < size)
  const whole = Buffer.from(kept.map((line) => `${line}\n`).join(''))
  // Those of records that are there were durable before the record was written.
  if (whole.length === bytes.length) return
  const temporary = `${names.disclosures}.tmp`
  await replaceFile(names.disclosures, whole, { temporary, mode: 0o640, fileSystem })
}

/** Removes what a crash left of segments that are gone, and of files that were about to be replaced. */
async function removeOrphans(fileSystem: AuditFileSystem, names: LogNames): Promise<void> {
  const present = await fileSystem.list(names.folder)
  const owned = new Set(sealedFiles(names, present, 'log').map((name) => path.basename(disclosuresOf(names, name))))
  const orphans = sealedFiles(names, present, 'disclosures').filter((name) => !owned.has(name))
  const temporary = present.filter((name) => name.startsWith(`${names.base}.`) && name.endsWith('.disclosures.tmp'))
  for (const name of [...orphans, ...temporary]) await fileSystem.remove(path.join(names.folder, name))
}

function tampered(fullPath: string, { firstBadSeq, reason }: { firstBadSeq: number; reason: string }): AuditError {
  const message = `${fullPath} is not what was written, from record ${firstBadSeq} on: ${reason}`
  return new AuditError('tampered', message, { seq: firstBadSeq })
}
