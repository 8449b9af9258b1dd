import { createHash, randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { HOUR_MS, systemClock } from '../clock.ts'
import { type FileSystem, hasCode, nodeFileSystem, syncFolderSync, type WritableFile } from './file-system.ts'

export {
  type FileSystem,
  hasCode,
  nodeFileSystem,
  syncFolder,
  syncFolderSync,
  type WritableFile,
} from './file-system.ts'

/** The content of a file: all of it, or pieces that are written one after the other. */
export type FileContent = string | Uint8Array | Iterable<string | Uint8Array>

export type DurableFileOptions = {
  /** Permission bits of a new file. Default 0o600: its owner only. */
  readonly mode?: number
  /**
   * Name of the temporary file. By default each write has its own, so that several may run at once and a crash leaves one
   * behind (see {@link removeStaleTemporaries}). With a fixed name there is one writer at a time and nothing to remove.
   */
  readonly temporary?: string
  /** Bytes after which the file is synced while it is written, so that other writers of the disk wait less. Default none. */
  readonly syncEveryBytes?: number
  readonly fileSystem?: FileSystem
}

/** What was written; `sha256` as 64 hexadecimal digits. */
export type Written = { readonly bytes: number; readonly sha256: string }

/**
 * Puts a file with this content in the place of `file`. A crash or a power cut leaves the old file or the new one, whole;
 * once this resolves, it is the new one.
 *
 * @throws the file system's error; either file may be found afterwards
 */
export async function replaceFile(
  file: string,
  content: FileContent,
  options: DurableFileOptions = {},
): Promise<Written> {
  const { fileSystem = nodeFileSystem } = options
  return withTemporary(file, content, options, async (temporary) => {
    await fileSystem.rename(temporary, file)
    await fileSystem.syncFolder(path.dirname(file))
  })
}

/**
 * Creates a file that does not exist yet: whole, or not at all. Once this resolves, it survives a power cut.
 *
 * @throws the file system's error, `EEXIST` where there is a file of that name, which stays as it is
 */
export async function createFileExclusive(
  file: string,
  content: FileContent,
  options: DurableFileOptions = {},
): Promise<Written> {
  const { fileSystem = nodeFileSystem } = options
  return withTemporary(file, content, options, async (temporary) => {
    await fileSystem.link(temporary, file)
    await fileSystem.remove(temporary)
    await fileSystem.syncFolder(path.dirname(file))
  })
}

async function withTemporary(
  file: string,
  content: FileContent,
  { fileSystem = nodeFileSystem, mode = 0o600, syncEveryBytes, temporary }: DurableFileOptions,
  publish: (temporary: string) => Promise<void>,
): Promise<Written> {
  const draft = temporary ?? `${file}.${randomUUID()}.tmp`
  const handle = await fileSystem.create(draft, { mode, exclusive: temporary === undefined })
  try {
    const written = await writeAll(handle, content, syncEveryBytes ?? Number.POSITIVE_INFINITY)
    await publish(draft)
    return written
  } catch (error) {
    // The first error is the one to report. A temporary file that cannot be removed is harmless.
    await fileSystem.remove(draft).catch(() => undefined)
    throw error
  }
}

/** Writes, syncs and closes. Syncs before the caller names the file: a name must never lead to bytes that can be lost. */
async function writeAll(handle: WritableFile, content: FileContent, syncEveryBytes: number): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  let unsynced = 0
  try {
    for (const piece of piecesOf(content, syncEveryBytes)) {
      hash.update(piece)
      await handle.write(piece)
      bytes += piece.byteLength
      unsynced += piece.byteLength
      if (unsynced < syncEveryBytes) continue
      await handle.sync()
      unsynced = 0
    }
    await handle.sync()
  } catch (error) {
    await handle.close().catch(() => undefined)
    throw error
  }
  await handle.close()
  return { bytes, sha256: hash.digest('hex') }
}

function* piecesOf(content: FileContent, maxBytes: number): Generator<Uint8Array, void, void> {
  const pieces = typeof content === 'string' || content instanceof Uint8Array ? [content] : content
  for (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    if (bytes.byteLength <= maxBytes) yield bytes
    else for (let at = 0; at < bytes.byteLength; at += maxBytes) yield bytes.subarray(at, at + maxBytes)
  }
}

/** {@link replaceFile} for programs that have nothing else to do. The temporary file is `<file>.tmp` unless one is given. */
export function replaceFileSync(
  file: string,
  text: string,
  { mode = 0o600, temporary = `${file}.tmp` }: { readonly mode?: number; readonly temporary?: string } = {},
): void {
  try {
    const handle = openSync(temporary, 'w', mode)
    try {
      writeFileSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolderSync(path.dirname(file))
}

/**
 * Makes the names in a folder durable, and those of the folders that lead to it: a process that was killed may have created
 * them just before.
 *
 * @param missingFrom - the topmost folder that was created now, `null` where none was
 */
export async function syncFolders(
  folder: string,
  missingFrom: string | null,
  fileSystem: Pick<FileSystem, 'syncFolder'> = nodeFileSystem,
): Promise<void> {
  const last = missingFrom === null ? folder : path.dirname(missingFrom)
  let isNeeded = true
  for (let current = folder; ; current = path.dirname(current)) {
    await fileSystem.syncFolder(current).catch((error: unknown) => {
      // Above what was created now there may be folders that this process may not open.
      if (isNeeded || !isRefusal(error)) throw error
    })
    if (current === last) isNeeded = false
    // A root is its own parent.
    if (current === path.dirname(current)) return
  }
}

function isRefusal(error: unknown): boolean {
  return hasCode(error, 'EACCES') || hasCode(error, 'EPERM')
}

const TEMPORARY = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

/**
 * Removes temporary files that crashes left in a folder: those that were not written to for `olderThanMs`, by default an hour,
 * which is longer than any write takes and than clocks on one network differ.
 *
 * @param isOurs - whether files of this name are written by the caller
 * @throws the file system's error; that the folder does not exist is none
 */
export async function removeStaleTemporaries(
  folder: string,
  isOurs: (target: string) => boolean,
  olderThanMs: number = HOUR_MS,
): Promise<void> {
  const names = await orWhenMissing(readdir(folder), [])
  const found = names.filter((name) => TEMPORARY.test(name) && isOurs(name.replace(TEMPORARY, '')))
  await Promise.all(
    found.map(async (name) => {
      const file = path.join(folder, name)
      // Another process may have removed it meanwhile.
      const facts = await orWhenMissing(stat(file), null)
      if (facts !== null && systemClock.now() - facts.mtimeMs > olderThanMs) await rm(file, { force: true })
    }),
  )
}

async function orWhenMissing<Value, Default>(work: Promise<Value>, byDefault: Default): Promise<Value | Default> {
  try {
    return await work
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return byDefault
    throw error
  }
}
