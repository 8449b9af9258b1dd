import { createHash } from 'node:crypto'
import path from 'node:path'
import { appendRecord, type ChainState } from '../chain.ts'
import { AuditError } from '../errors.ts'
import { createVerifier, type Torn, type Verification } from '../verify.ts'
import type { AuditFile, AuditFileSystem } from './file-system.ts'

/** The verified file of a log, locked, ready for its next bytes. */
export interface LogFile {
  /** The log as it stands in the file after any recovery. */
  readonly chain: ChainState
  /** Writes behind everything written so far; resolves once the bytes would survive a power cut. One call at a time. */
  append(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Locks, opens, verifies and if need be recovers a log. Holds nothing if it throws. */
export async function openLogFile(name: string, fileSystem: AuditFileSystem, now: () => number): Promise<LogFile> {
  const fullPath = path.resolve(name)
  const missingFrom = await fileSystem.createFolder(path.dirname(fullPath))
  const unlock = await fileSystem.lock(fullPath)
  let file: AuditFile | null = null
  try {
    file = await fileSystem.openFile(fullPath)
    await syncFolders(fileSystem, path.dirname(fullPath), missingFrom)
    const verification = await verify(file)
    if (verification.status === 'tampered') throw tampered(fullPath, verification.firstBadSeq, verification.reason)
    return await createLogFile({ file, fullPath, fileSystem, unlock, now, verification })
  } catch (error) {
    await closeAndUnlock(file, unlock)
    throw error
  }
}

/** The lock is given back even if closing fails: the file is then in nobody's hands. */
async function closeAndUnlock(file: AuditFile | null, unlock: () => Promise<void>): Promise<void> {
  try {
    await file?.close()
  } finally {
    await unlock()
  }
}

type Opened = {
  readonly file: AuditFile
  readonly fullPath: string
  readonly fileSystem: AuditFileSystem
  readonly unlock: () => Promise<void>
  readonly now: () => number
  readonly verification: Exclude<Verification, { readonly status: 'tampered' }>
}

async function createLogFile({ file, fullPath, fileSystem, unlock, now, verification }: Opened): Promise<LogFile> {
  let length = verification.bytes
  let chain: ChainState = { size: verification.records, head: verification.head }
  const { id } = await fileSystem.inspect(fullPath)

  const append = async (bytes: Uint8Array): Promise<void> => {
    const facts = await fileSystem.inspect(fullPath)
    // Rotated, deleted, cut or written by somebody else: an acknowledgement would vouch for a file that nobody will read.
    if (facts.id !== id || facts.size !== length)
      throw new Error(`${fullPath} was replaced or changed by another program`)
    await writeAll(file, bytes, length)
    await file.sync()
    length += bytes.length
  }

  if (verification.status === 'torn') {
    const cut = await cutTail(file, verification)
    const event = { actor: 'tezgah/audit', action: 'recovered_tail', subject: path.basename(fullPath), details: cut }
    const next = appendRecord(chain, { ...event, outcome: 'success' }, now())
    await append(next.line)
    chain = next.state
  }

  return { chain, append, close: () => closeAndUnlock(file, unlock) }
}

/** Makes the file's name durable, and those of the folders that were made for it. */
async function syncFolders(fileSystem: AuditFileSystem, folder: string, missingFrom: string | null): Promise<void> {
  const last = missingFrom === null ? folder : path.dirname(missingFrom)
  for (let current = folder; ; current = path.dirname(current)) {
    await fileSystem.syncFolder(current)
    // A root is its own parent: the end, however a system may have spelled the folder it made.
    if (current === last || current === path.dirname(current)) return
  }
}

async function verify(file: AuditFile): Promise<Verification> {
  const verifier = createVerifier()
  for await (const bytes of readFrom(file, 0)) verifier.push(bytes)
  return verifier.end()
}

async function cutTail(file: AuditFile, torn: Torn): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256')
  for await (const bytes of readFrom(file, torn.bytes)) hash.update(bytes)
  await file.truncate(torn.bytes)
  return { bytes: torn.tornBytes, sha256: hash.digest('hex') }
}

/** The bytes of a file from a position to its end, in pieces that share one buffer. */
async function* readFrom(file: AuditFile, start: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(256 * 1024)
  for (let position = start; ; ) {
    const count = await file.read(buffer, position)
    if (count === 0) return
    yield buffer.subarray(0, count)
    position += count
  }
}

async function writeAll(file: AuditFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const count = await file.write(bytes.subarray(written), position + written)
    if (count < 1) throw new Error(`the disk took ${written} of ${bytes.length} bytes and then no more`)
    written += count
  }
}

function tampered(fullPath: string, seq: number, reason: string): AuditError {
  return new AuditError('tampered', `${fullPath} is not what was written, from record ${seq} on: ${reason}`, { seq })
}
