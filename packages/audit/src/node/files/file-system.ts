import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { acquireLock } from './lock.ts'

/** What the audit log needs of a file system. Every call does its work off the main thread. */
export interface AuditFileSystem {
  /** Creates a folder with its missing parents. Returns the topmost one that it created, `null` when all existed. */
  createFolder(path: string): Promise<string | null>
  /** Makes the names inside a folder survive a power cut. */
  syncFolder(path: string): Promise<void>
  /** Opens a file for reading and writing, and creates it empty if it does not exist. */
  openFile(path: string): Promise<AuditFile>
  /** Opens a file that exists, for reading only. */
  openForReading(path: string): Promise<ReadableFile>
  /** Names in a folder, in no particular order; none when there is no such folder. */
  list(path: string): Promise<readonly string[]>
  /** Gives a file another name in its folder, in the place of a file that had it. */
  rename(from: string, to: string): Promise<void>
  /** Removes a file; does nothing when there is none. */
  remove(path: string): Promise<void>
  /** What the name stands for now: an identity that changes when the file is replaced, and its size in bytes. */
  inspect(path: string): Promise<FileStat>
  /**
   * Takes the exclusive right to write `path`, and returns what gives it back.
   *
   * @throws AuditError `locked` when another live process, or this one, has it
   */
  lock(path: string): Promise<() => Promise<void>>
}

/** Identity and size of a file. */
export type FileStat = { readonly id: string; readonly size: number }

/** A file that can be read. Positions and lengths are bytes. */
export interface ReadableFile {
  /** Reads up to `buffer.length` bytes; returns how many, 0 at the end of the file. */
  read(buffer: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/** A file that can be written, too. */
export interface AuditFile extends ReadableFile {
  /** Writes from `bytes` at `position`; returns how many were taken, which may be fewer than given. */
  write(bytes: Uint8Array, position: number): Promise<number>
  truncate(length: number): Promise<void>
  /** Returns once everything written so far would survive a power cut. */
  sync(): Promise<void>
}

/** The file system of the operating system. */
export const nodeFileSystem: AuditFileSystem = {
  async createFolder(path) {
    return (await mkdir(path, { recursive: true, mode: 0o750 })) ?? null
  },
  async syncFolder(path) {
    // Windows has no such call: NTFS journals names itself, and refuses to flush the handle of a folder.
    if (process.platform === 'win32') return
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  async openFile(path) {
    // Not for appending: a write at a known position cannot be glued to the torn half of one that failed.
    const handle = await open(path, constants.O_RDWR | constants.O_CREAT, 0o640)
    return {
      read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
      write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
      truncate: (length) => handle.truncate(length),
      sync: () => handle.datasync(),
      close: () => handle.close(),
    }
  },
  async openForReading(path) {
    const handle = await open(path, 'r')
    return {
      read: async (buffer, position) => (await handle.read(buffer, 0, buffer.length, position)).bytesRead,
      close: () => handle.close(),
    }
  },
  async list(path) {
    return readdir(path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    })
  },
  rename,
  remove: (path) => rm(path, { force: true }),
  async inspect(path) {
    const facts = await stat(path, { bigint: true })
    return { id: `${facts.dev}:${facts.ino}`, size: Number(facts.size) }
  },
  lock: (path) => acquireLock(`${path}.lock`),
}
